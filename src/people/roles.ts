/**
 * Roles as sets of permissions, and which must never meet in one person (domain rules A0: separation of duties).
 * Every person with an account is also `staff`. Reads like law: change it here and nowhere else.
 */
export const roles = {
  author: 'Author',
  reviewer: 'Reviewer',
  'specialist-reviewer': 'Specialist reviewer',
  'vetting-decision-maker': 'Vetting decision-maker',
  'appeal-reviewer': 'Appeal reviewer',
  'watch-analyst': 'Watch analyst',
  'duty-officer': 'Duty communications officer',
  'response-drafter': 'Response drafter',
  'response-approver': 'Response approver',
  publisher: 'Publisher',
  'policy-owner': 'Policy owner',
  'hr-caseworker': 'HR caseworker',
  'investigating-officer': 'Investigating officer',
  'conduct-decision-maker': 'Decision-maker (conduct)',
  guardian: 'Whistleblowing guardian',
  'care-lead': 'Care lead',
  dpo: 'Data protection officer',
  siro: 'Senior information risk owner',
  'foi-officer': 'FOI officer',
  'records-manager': 'Records manager',
  auditor: 'Auditor',
  administrator: 'System administrator',
} as const;

export type Role = keyof typeof roles;
export const roleNames = Object.keys(roles) as readonly Role[];

export function isRole(text: string): text is Role {
  return Object.hasOwn(roles, text);
}

/** What may be done, and by whom. `staff` is everybody who has signed in. */
export const permissions = {
  // people
  'manage-people': ['administrator'],
  'change-settings': ['administrator'],
  // assure
  'see-trail': ['auditor', 'dpo'],
  'see-evidence': ['watch-analyst', 'duty-officer', 'dpo', 'siro', 'records-manager', 'guardian', 'care-lead'],
  'capture-evidence': ['watch-analyst', 'duty-officer', 'guardian', 'care-lead'],
  'export-evidence': ['duty-officer', 'dpo', 'records-manager', 'guardian', 'care-lead'],
  'hold-evidence': ['duty-officer', 'dpo', 'records-manager'],
  // watch
  'see-register': ['staff'],
  'see-quality': ['staff'],
  'see-queue': ['watch-analyst', 'duty-officer'],
  triage: ['watch-analyst', 'duty-officer'],
  'see-locked': ['guardian'],
  'see-care-signals': ['care-lead'],
  'propose-watch': ['watch-analyst', 'duty-officer', 'policy-owner'],
  'approve-watch': ['dpo', 'siro'],
  'stop-collection': ['dpo'],
  'manage-sources': ['watch-analyst', 'administrator'],
  'see-sources': ['watch-analyst', 'duty-officer', 'administrator', 'dpo', 'auditor'],
  // Whoever answers for an organisation may be asked by name, and sees what they are asked for.
  'see-alerts': [
    'watch-analyst',
    'duty-officer',
    'response-drafter',
    'response-approver',
    'publisher',
    'care-lead',
    'guardian',
    'dpo',
    'siro',
    'administrator',
  ],
  'own-alert-rules': [
    'watch-analyst',
    'duty-officer',
    'response-drafter',
    'response-approver',
    'publisher',
    'care-lead',
    'guardian',
    'dpo',
    'siro',
  ],
  'run-rota': ['duty-officer', 'administrator'],
  // respond
  'see-incidents': [
    'duty-officer',
    'watch-analyst',
    'response-drafter',
    'response-approver',
    'publisher',
    'care-lead',
    'dpo',
    'siro',
    'auditor',
  ],
  // What is said to our accounts; the information officer sees requests for information alone.
  'work-desk': ['duty-officer', 'response-drafter', 'response-approver', 'publisher', 'foi-officer'],
  'open-sealed-map': ['care-lead', 'dpo'],
  'work-incident': [
    'duty-officer',
    'watch-analyst',
    'response-drafter',
    'response-approver',
    'publisher',
    'care-lead',
    'dpo',
    'siro',
  ],
  'see-plays': [
    'duty-officer',
    'watch-analyst',
    'response-drafter',
    'response-approver',
    'publisher',
    'care-lead',
    'dpo',
    'siro',
    'auditor',
    'policy-owner',
  ],
  'edit-plays': ['duty-officer', 'policy-owner'],
  // respond: publishing. The database holds the same lists (003-publish.sql).
  'see-publishing': [
    'duty-officer',
    'response-drafter',
    'response-approver',
    'publisher',
    'policy-owner',
    'siro',
    'dpo',
    'auditor',
  ],
  'see-accounts': [
    'duty-officer',
    'response-drafter',
    'response-approver',
    'publisher',
    'policy-owner',
    'siro',
    'dpo',
    'auditor',
    'administrator',
  ],
  'manage-accounts': ['publisher', 'administrator'],
  'confirm-account-rights': ['publisher', 'administrator', 'siro'],
  'draft-responses': ['duty-officer', 'response-drafter', 'publisher', 'response-approver'],
  // Whoever is named for a step beside the approvers; each wants the right on the account as well.
  'approve-responses': ['response-approver', 'siro', 'policy-owner', 'dpo', 'duty-officer', 'publisher'],
  // By a link that works once; never somebody with a hand in the text.
  'invite-approvers': ['response-approver', 'siro', 'duty-officer'],
  'publish-responses': ['publisher', 'duty-officer'],
  'stop-publishing': ['duty-officer', 'publisher', 'response-approver', 'siro', 'dpo'],
  'write-lines': ['duty-officer', 'response-drafter', 'response-approver', 'policy-owner'],
  'approve-lines': ['response-approver', 'policy-owner', 'siro'],
  'retire-lines': ['duty-officer', 'response-approver', 'policy-owner'],
  'enter-elections': ['duty-officer', 'publisher', 'policy-owner'],
  'end-elections': ['duty-officer', 'publisher', 'policy-owner', 'siro'],
  'see-referrals': ['watch-analyst', 'duty-officer', 'care-lead', 'hr-caseworker', 'guardian'],
  // policy
  'see-policy': ['staff'],
  'see-policy-drafts': ['policy-owner', 'siro', 'dpo', 'auditor'],
  'write-policy': ['policy-owner'],
  // Never of what one wrote oneself: the database refuses that whatever roles somebody holds.
  'adopt-policy': ['policy-owner', 'siro'],
} as const satisfies Record<string, readonly (Role | 'staff')[]>;

export type Permission = keyof typeof permissions;

export function may(held: readonly string[], permission: Permission): boolean {
  const allowed: readonly string[] = permissions[permission];
  return held.some((role) => allowed.includes(role));
}

/** Pairs that one person must not hold, each with the reason that is shown. */
export const separations: readonly {
  readonly one: Role;
  readonly others: readonly Role[];
  readonly because: string;
}[] = [
  {
    one: 'administrator',
    others: roleNames.filter((role) => role !== 'administrator'),
    because:
      'A system administrator looks after accounts and settings and sees no content, so they hold no other role.',
  },
  {
    one: 'hr-caseworker',
    others: ['watch-analyst', 'duty-officer', 'reviewer', 'specialist-reviewer', 'vetting-decision-maker'],
    because: 'HR does not open what is being watched or vetted, and those who watch or vet do not open HR cases.',
  },
  {
    one: 'guardian',
    others: [
      'watch-analyst',
      'duty-officer',
      'hr-caseworker',
      'investigating-officer',
      'conduct-decision-maker',
      'siro',
    ],
    because: 'The whistleblowing guardian is independent of watching, HR and senior management.',
  },
  {
    one: 'investigating-officer',
    others: ['conduct-decision-maker', 'appeal-reviewer'],
    because: 'Investigating, deciding and hearing the appeal are done by three different people.',
  },
  {
    one: 'conduct-decision-maker',
    others: ['appeal-reviewer'],
    because: 'Investigating, deciding and hearing the appeal are done by three different people.',
  },
  {
    one: 'auditor',
    others: ['watch-analyst', 'duty-officer', 'publisher', 'response-approver'],
    because: 'An auditor checks the work of others and does not do it.',
  },
];

/** Sentences about roles that must not meet; empty when the set is fine. */
export function clashes(held: readonly Role[]): readonly string[] {
  return separations.flatMap((rule) =>
    held.includes(rule.one)
      ? held
          .filter((role) => rule.others.includes(role))
          .map((role) => `${roles[rule.one]} cannot also be ${roles[role]}. ${rule.because}`)
      : [],
  );
}

/** Roles that can act on what others see or said: they need a second factor. Everybody with any role does. */
export function needsSecondFactor(held: readonly string[]): boolean {
  return held.some((role) => role !== 'staff');
}
