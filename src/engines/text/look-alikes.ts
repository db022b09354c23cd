/**
 * Letters that look like plain a to z, as code points in hexadecimal under the letters they look like.
 *
 * Drawn from the Unicode confusables (UTS #39, version 17.0.0, 2025-07-22; notice in NOTICE.txt beside this file) by
 * one rule: keep a source outside ASCII when its prototype, without its marks, is one to three ASCII letters ("rn" is
 * read as m) and when compatibility decomposition and lower-casing do not already lead there. Currency and mathematical
 * signs are left out, or "¥100" would hide 100. Added from character names: small capitals, the negative squared and
 * circled letters, and kra for k.
 */

/** Latin letters and letter-like symbols: they always fold, in every word. */
export const LATIN_LOOK_ALIKES: Readonly<Record<string, string>> = {
  a: '251 1d00 1e9a 1f150 1f170',
  b: '180 183 253 299 1f151 1f171',
  c: '23c 1d04 1f152 1f16e 1f172',
  d: '111 18c 256 257 1d05 1f153 1f173',
  e: '247 1d07 212e ab32 1f154 1f174',
  f: '192 1d6e 1e9d a730 a799 ab35 1f155 1f175',
  g: '18d 1e5 260 261 262 1d83 1da2 1f156 1f176',
  h: '127 266 29c 1d78 1f157 1f177',
  i: '268 269 26a 1d7b 1d7c 1f158 1f178',
  j: '249 1d0a 1f159 1f179',
  k: '138 199 1d0b 1f15a 1f17a',
  l: '142 19a 1c0 26b 26d 29f 1f15b 1f17b',
  m: '271 1d0d 1d6f 1f15c 1f17c',
  n: '14b 19e 273 274 1d70 1f15d 1f17d',
  o: 'f8 275 1d0f 1d11 a74b ab3d ab3e 1f15e 1f17e',
  p: 'fe 1a5 1bf 1d18 1d7d 1f15f 1f17f',
  q: '2a0 a7af 1f160 1f180',
  r: '24d 27c 27d 280 1d72 ab47 ab48 1f161 1f181',
  s: '1bd 282 1d74 a731 1f162 1f182',
  t: '167 1ad 1d1b 1d75 1f163 1f183',
  u: '28b 1d1c 1d7e a79f ab4e ab52 1f164 1f184',
  v: '1d20 1f165 1f185',
  w: '26f 1d21 a761 1f166 1f186',
  x: '1f167 1f187',
  y: '1b4 24f 263 28f 1d8c 1eff ab5a 1f168 1f188',
  z: '1b6 225 290 1d22 1d76 1f169 1f189',
  aa: 'a733',
  ae: 'e6',
  ao: 'a735',
  au: 'a737',
  av: 'a739 a73b',
  ay: 'a73d',
  dz: '2a3',
  fn: '2a9',
  ll: '1c1',
  ls: '2aa',
  lz: '2ab',
  oe: '153 276',
  oo: 'a74f',
  tf: 'a777',
  ts: '2a6',
  ue: '1d6b',
  uo: 'ab63',
};

/**
 * Letters of other scripts. A word that holds some is also indexed as what the eye reads, but only when all of it can
 * be read as Latin: Cyrillic and Greek words stay themselves. Capitals and small letters stand apart because they look
 * different (Greek Η is read as h, η as n).
 */
export const OTHER_LOOK_ALIKES: Readonly<Record<string, string>> = {
  a: '391 3b1 410 430 13aa 15c5 a4ee ab7a 102a0 16f40',
  b: '392 411 412 42c 432 462 463 48c 48d 13cf 13f4 13fc 1472 1473 15af 15f7 2c82 2c83 a4d0 10282 102a1 10301',
  c: '3f2 3f9 421 441 4aa 4ab 1004 105a 13df 2ca4 2ca5 a4da abaf 102a2 10302 10415 1043d 1051c 118f2',
  d: '501 13a0 13e7 146f 15de 15ea a4d2 a4d3 ab70',
  e: '395 415 435 4bd 4bf 13ac 2d39 a4f0 ab7c 10286 118a6 118ae',
  f: '3dc 584 15b4 a4dd 10287 102a5 10525 118a2 118c2',
  g: '50c 50d 581 13c0 13f3 13fb a4d6 ab90',
  h: '397 41d 43d 45b 4a2 4a3 4bb 4c7 4c8 4c9 4ca 570 13bb 13c2 13f2 157c 210f 2c8e 2c8f a4e7 a695 ab8b 102cf',
  i: '399 3b9 406 456 4c0 582 13a5 2c92 2c93 a647 ab75 118c3',
  j: '37f 3f3 408 458 13ab 148d a4d9 ab7b',
  k: '39a 3ba 41a 43a 49a 49b 49e 49f 13e6 16d5 2c94 2c95 a4d7 abb6 10518',
  l:
    '4cf 5d5 5df 625 627 673 7ca 13de 14aa 16c1 2cd0 2cd1 2d4f a4e1 a4f2 abae 1028a 10309 10320 1041b 10443 ' +
    '10526 118a3 118b2 16f16 16f28 1e8c7',
  m: '39c 3fa 41c 4cd 13b7 15f0 16d6 2c98 a4df 102b0 10311 11700',
  n: '39d 3b7 572 578 57c 2c9a 2c9b a4e0 10513',
  o:
    '398 39f 3b8 3bf 3c3 3ed 41e 43e 472 473 4e8 4e9 555 585 5e1 647 6be 6c1 6d5 6ff b20 d20 101d 10ff 12d0 13be ' +
    '13eb 2c90 2c91 2c9e 2c9f 2d31 2d41 2d54 3007 a4f3 ab74 ab8e abbb 10292 102ab 10404 1042c 104c2 104ea 10516 ' +
    '118b5 118c8 118d7',
  p: '3a1 3c1 3f8 420 440 13e2 146d 1d29 2ca2 2ca3 2cce 2ccf a4d1 abb2 10295',
  q: '51b 563 566 2d55',
  r: '433 493 13a1 13d2 1587 1d26 2c85 a4e3 ab71 ab81 aba2 104b4 16f35',
  s: '405 455 54f d1f 13d5 13da a4e2 abaa 10296 10420 10448 118c1 16f3a',
  t: '3a4 3c4 422 442 4ac 4ad 13a2 2ca6 2ca7 a4d4 ab72 10297 102b1 10315 118bc 16f0a',
  u: '3c5 45f 54d 57d 1200 13cc 144c a4f4 ab9c 104ce 104f6 118b8 118d8 16f42',
  v: '3bd 474 475 5d8 13d9 142f 2d38 a4e6 a6df aba9 1051d 11706 118a0 118c0 16f08',
  w: '448 461 47d 51c 51d 561 13b3 13d4 2cbd a4ea ab83 114c5 1170a 1170e 1170f 118ef',
  x: '3a7 425 445 4b2 1541 157d 16b7 2cac 2d5d a4eb 10290 102b4 10317 10322 10527 118ec',
  y: '3a5 3b3 423 443 4ae 4af 4b0 4b1 10e7 13a9 13bd 2ca8 2ca9 a4ec 102b2 118a4 118dc 16f43',
  z: '396 13c3 a4dc ab93 102f5 118a9 118c4',
  ae: '4d4 4d5',
  bl: '42b',
  ll: '5f0',
  lo: '42e',
  oo: 'a698 a699',
};
