/** The rehearsal network: what is read was written for a rehearsal, what is published stays on its stage. */
import type { Network, NetworkTools, Reader, SettingField, SourceSettings } from '#networks/contract';
import { buildStage, type Stage } from './stage.ts';

export type { CountStep, Outage, Script, ScriptedEdit, ScriptedPost } from './script.ts';
export type { SpokenPost, Stage, StageOptions } from './stage.ts';
export { buildStage };

export interface Rehearsal extends Network {
  /** Makes a stage known to the network by its name; one of the same name gives way. */
  raise(stage: Stage): void;
  /** The stage is forgotten; its readers turn blind with `settings`. */
  strike(name: string): void;
  stage(name: string): Stage | null;
}

const fields: readonly SettingField[] = [
  {
    name: 'stage',
    label: 'Rehearsal',
    hint: 'The name of the rehearsal that is being played',
    isRequired: true,
    isSecret: false,
  },
  { name: 'source', label: 'Source', hint: 'One of the sources of that rehearsal', isRequired: true, isSecret: false },
];

/** A network with no stages of its own yet. The program uses one, `rehearsal`; a test builds what it needs. */
export const buildRehearsal = (): Rehearsal => {
  const stages = new Map<string, Stage>();

  const problems = (settings: SourceSettings) => {
    const stage = stages.get(settings.stage ?? '');
    if (stage === undefined) return [{ field: 'stage', words: 'There is no rehearsal of this name. Start one first.' }];
    if (stage.sources.some((source) => source.name === settings.source)) return [];
    return [{ field: 'source', words: `Choose one of: ${stage.sources.map((source) => source.name).join(', ')}.` }];
  };

  return {
    name: 'rehearsal',
    title: 'Rehearsal',
    // There is no real server that this could be proved against, so it gets the lowest grade.
    grade: 'C',
    coverage:
      'Sees only posts that were written for a rehearsal. It never reaches a live network: no real person said what is read here, and nothing that is published here leaves Foreword.',
    terms: 'Everything in it was made up for Foreword. It may be kept and shown as long as you like.',
    fields,
    problems,
    open: (settings, tools) => openSource(stages, settings, tools),
    mentions: (settings, tools) =>
      problems(settings).length > 0 || !settings.handle ? null : mentionsOf(stages, settings, settings.handle, tools),
    check: async (settings) => {
      const wrong = problems(settings)[0];
      if (wrong !== undefined) return [{ name: 'Find the rehearsal', isOk: false, words: wrong.words }];
      const stage = stages.get(settings.stage ?? '')!;
      const source = settings.source ?? '';
      const outage = stage.outage(source);
      return [
        { name: 'Find the rehearsal', isOk: true, words: `“${stage.name}” is being played.` },
        {
          name: 'Look once',
          isOk: outage === null,
          words: outage === null ? `${stage.shown(source).length} posts are there now.` : outage.words,
        },
        { name: 'Stay inside', isOk: true, words: 'This network has no way out of Foreword.' },
      ];
    },
    publisherFields: [
      ...fields,
      { name: 'handle', label: 'Account', hint: 'The name to speak as, without @', isRequired: true, isSecret: false },
    ],
    publisher: (settings) => {
      const { source, handle } = settings;
      const stage = stages.get(settings.stage ?? '');
      if (stage === undefined || source === undefined || handle === undefined || problems(settings).length > 0)
        return null;
      return {
        post: async (draft) => stage.publish(source, handle, draft),
        find: async (draft) => stage.find(source, draft),
        remove: async (id) => stage.remove(id),
      };
    },
    raise: (stage) => void stages.set(stage.name, stage),
    strike: (name) => void stages.delete(name),
    stage: (name) => stages.get(name) ?? null,
  };
};

/** The program's one rehearsal network. Whoever starts a demonstration or a drill raises its stage here. */
export const rehearsal: Rehearsal = buildRehearsal();

const openSource = (stages: ReadonlyMap<string, Stage>, settings: SourceSettings, tools: NetworkTools): Reader => ({
  async *read(cursor, signal) {
    let place = cursor;
    while (!signal.aborted) {
      const stage = stages.get(settings.stage ?? '');
      const source = stage?.sources.find((one) => one.name === settings.source)?.name;
      if (stage === undefined || source === undefined) {
        yield {
          happenings: [],
          cursor: place ?? '',
          health: {
            state: 'blind',
            code: 'settings',
            words: 'This rehearsal is not being played. Start it, or take this source away.',
          },
          nextLook: new Date(tools.now().getTime() + tools.pollMs),
          notes: [],
        };
        if (!signal.aborted) await tools.wait(tools.pollMs, signal);
        continue;
      }
      for await (const batch of stage.read(source, place, signal, tools.pollMs)) {
        yield batch;
        place = batch.cursor;
        if (stages.get(stage.name) !== stage) break;
      }
    }
  },
});

/** What names the account, or answers something that it said. */
const mentionsOf = (
  stages: ReadonlyMap<string, Stage>,
  settings: SourceSettings,
  handle: string,
  tools: NetworkTools,
): Reader => {
  const own = handle.toLowerCase();
  const isOurs = (id: string | null) =>
    id !== null &&
    (stages.get(settings.stage ?? '')?.shown(settings.source ?? '') ?? []).some(
      (post) => post.id === id && post.author?.handle.toLowerCase() === own,
    );
  return {
    async *read(cursor, signal) {
      for await (const batch of openSource(stages, settings, tools).read(cursor, signal)) {
        const happenings = batch.happenings.filter(
          (one) =>
            one.kind === 'gone' ||
            (one.post.author?.handle.toLowerCase() !== own &&
              (one.post.mentions.some((name) => name.toLowerCase() === own) || isOurs(one.post.replyTo))),
        );
        yield { ...batch, happenings };
      }
    },
  };
};
