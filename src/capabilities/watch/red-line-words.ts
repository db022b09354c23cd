/** Words by which a red line is seen. Data: an organisation's own lists come on top (`watch.protected_name`). */

/** Trade unions and staff associations of public bodies, folded. Names that are everyday words stand with their full form only. */
export const unionNames: readonly string[] = [
  'unison',
  'unite the union',
  'unite union',
  'gmb',
  'gmb union',
  'pcs union',
  'public and commercial services union',
  'rcn',
  'royal college of nursing',
  'royal college of midwives',
  'bma',
  'british medical association',
  'police federation',
  'fire brigades union',
  'fbu',
  'nasuwt',
  'national education union',
  'ucu',
  'usdaw',
  'rmt',
  'aslef',
  'fda union',
  'prospect union',
  'napo',
  'prison officers association',
  'hcsa',
  'educational institute of scotland',
  'nipsa',
  'superintendents association',
  'undeb',
];

/** Common first names in the United Kingdom (from public statistics of births), folded. */
export const commonFirstNames: ReadonlySet<string> = new Set(
  `aaron abbie abdul adam adrian agnes ahmed aidan aimee alan albert alec alex alexander alfie alfred ali alice alison alun amanda amber amelia amir amina amy andrea andrew aneira angela angus anil anita ann anna anne annette annie anthony antonia archie arthur arun asha ashley ayesha barbara barry beatrice becky ben benjamin bernard beth bethan betty beverley bethany bob brenda brian bridget bronwen bruce bryn callum cameron carl carol caroline carolyn catherine cathy ceri charles charlie charlotte cheryl chloe chris christian christine christopher claire clare clive colin connor craig cynthia daisy dan daniel darren dave david dawn dean deborah debbie declan denise dennis derek diana diane donald donna doreen doris dorothy douglas duncan dylan eamonn edith edward eileen elaine eleanor elen elin elizabeth ella ellen ellie elsie emily emma emyr erin eric ernest esther ethan eva eve evelyn farah fatima fiona florence frances francis frank fred freya gareth gary gavin gemma geoff geoffrey george georgia gerald geraint gerard gethin gillian glen glenn glenys gordon grace graham grant greg gwen gwyneth hamish hannah harold harriet harry hassan hazel heather helen henry hilary holly howard hugh huw ian ibrahim imran irene iris isaac isabel isabella isla ivor jack jackie jacob jacqueline jade jake james jamie jan jane janet janice jasmine jason jayne jean jeff jeffrey jemma jennifer jenny jeremy jess jessica jill jim joan joanna joanne joe joel john johnny jonathan jordan joseph josephine josh joshua joy joyce judith judy julia julian julie june justin karen karl kate katherine kathleen kathryn katie kay keith kelly ken kenneth kerry kevin khalid kieran kim kirsty kyle laura lauren lawrence leah leanne lee lena leo leon leonard lesley leslie lewis liam lily linda lindsay lisa liz logan lorraine louis louise lucy luke lydia lynn lynne mair malcolm mandy marc marcus margaret maria marian marie marilyn marion mark martin mary matt matthew maureen maurice max megan melanie melissa mia michael michelle mick miguel mike miriam mo mohamed mohammed moira molly monica morag morgan mohammad muhammad nadia nancy naomi natalie natasha nathan neil nia niall nicholas nick nicola nigel noah nora norman oliver olivia omar oscar owain owen pam pamela pat patricia patrick paul paula pauline peggy penelope penny pete peter phil philip phoebe phyllis pippa poppy priya rachel raj rajesh ralph ray raymond rebecca reece reg rhian rhiannon rhodri rhys richard rita rob robert roberta robin rodney roger roland ron ronald rory rosa rose rosemary rosie ross roy ruby rupert russell ruth ryan sadie sally sam samantha samina samuel sandra sanjay sara sarah scott sean seamus shabana shannon sharon sheila shirley sian simon siobhan sofia sophia sophie stacey stan stella stephanie stephen steve steven stewart stuart sue sunil susan suzanne sylvia tanya tara ted teresa terry tessa thelma theo theresa thomas tim timothy tina toby todd tom tony tracey tracy trevor ursula valerie vanessa vera veronica vicky victor victoria vincent viv vivian walter warren wayne wendy wesley will william winifred yasmin yusuf yvonne zac zara zoe`.split(
    /\s+/,
  ),
);

/** Words that make a place, a body or an event of the name before them: "Grace Road", "Victoria Park". */
export const placeWords: ReadonlySet<string> = new Set(
  `road street lane avenue close drive way park gardens green square court crescent terrace hill house centre center school academy college primary infants juniors university hospital infirmary ward clinic surgery library museum theatre hall arena stadium station bridge market quay wharf docks harbour beach river brook canal wood woods common farm estate village town city county borough council police fire ambulance service services trust cathedral church chapel mosque temple hospice nursery day week festival fair carnival parade cup league fc afc united rovers athletic city wanderers rugby cricket club inn arms pub hotel depot works plant tip bins bus buses train trains tram car parking permit tax leisure pool gym crematorium cemetery playground skatepark allotments bypass roundabout junction flats tower lodge mill meadow fields common cottage ysgol heol stryd ffordd neuadd ysbyty parc and or not near of in at on for the to is are was with from`.split(
    /\s+/,
  ),
);
