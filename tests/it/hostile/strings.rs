//! Strings that nobody would type: pieces of the three languages in any order, valid queries with something wrong in them,
//! and bare noise. The same every time.

/// Queries without a fault, in each of the languages.
const VALID: &[&str] = &[
    "sanction \"waste of time\" (tax OR budget) -spain",
    "person:\"Ana Lopes\" w/10 resign* date:2017-W40..2018-02",
    "headline:(tax w/3 budget) body:(a pre/5 b) lead:talks hlead:strike",
    "atleast3(nuclear OR atomic) first50(reactor) words:500..800",
    "deal not w/5 \"trade war\" NOT (org:* w/s wom?n)",
    "tillersen~ tillersen~2 \"north kor*\" since:7d until:2018",
    "((a w/5 b) NEAR/10 (c pre/3 d)) w/p e",
    "path:2017/10/* id:wire/a.txt#7 section:\"world news\" byline:frank place:alma agency:reuters",
    "date:none OR date:..2016 OR date:2017-10-31",
    "u.s.-led AT&T F-16 24/7 $1.5 O'Neill l’été café",
    "ATLEAST3(sanction!) and HEADLINE(tax w/5 budget) and not spain",
    "trade deficit w/10 yuan or renminbi w/s wom*n",
    "DATE(>= 2017-01-01) and LENGTH(> 500) and PERSON(\"Ana Lopes\")",
    "DATE IS 2017 and HLEAD(strike) and not w/5 talks",
    "DATE(geq (1/1/2017) and leq (3/31/2017)) and COMPANY(norden)",
    "prime minister pre/5 resign! not w/3 rumo*r",
    "BYLINE(frank) and DATELINE(alma) and SECTION(world) and PUBLICATION(wirepress)",
    "not w/p w/para w/sent /s /p /5 +5 near/5 onear/5",
    "DATE AFT 1/1/2017 and DATE BEF December 31, 2018",
    "PLURAL(bank) and SINGULAR(tax) and ALLCAPS(aids) and LEAD(fire)",
    "hd=(tax and budget) and wc>500 not spain",
    "atleast5 iraq and (oil adj3 price) same barrel",
    "merger/F50/ and (bank near10 crisis) or hlp=takeover",
    "date from 19990201 to 19990301 and by=frank",
    "date after -7 and lp=strike and telecom$3",
    "oil /N5/ price and rst=reuters and la=en",
    "date before 20170131 not (wom?n w/5 kor*)",
    "co=norden and ns=c11 and re=uk and td=talks and sn=wire",
    "prime minister adj resign* and wc<1000",
    "\"trade war\" and hd=\"north korea\" or date 20170131",
];

/// What the languages give a meaning, and what no language does.
const PIECES: &[&str] = &[
    "a",
    "tax",
    "bank",
    "\"",
    "\"",
    "(",
    ")",
    "(",
    ")",
    " ",
    " ",
    " ",
    "-",
    "--",
    "NOT ",
    "not ",
    " AND ",
    " and ",
    " OR ",
    " or ",
    " and not ",
    ":",
    "headline:",
    "body:",
    "lead:",
    "hlead:",
    "person:",
    "org:",
    "id:",
    "path:",
    "date:",
    "since:",
    "until:",
    "words:",
    "place:",
    "2017",
    "2017-10-31",
    "2017-W40",
    "2017-W99",
    "..",
    "7d",
    "99999999999",
    "0",
    "*",
    "?",
    "!",
    "~",
    "~2",
    " w/5 ",
    " W/5 ",
    "w/0",
    "w/",
    " w/s ",
    " w/p ",
    " w/seg ",
    " not w/5 ",
    " not w/s ",
    " pre/3 ",
    " NEAR/300 ",
    "w/99999999999999999999",
    "atleast3(",
    "ATLEAST3 ",
    "atleast0(",
    "atl3(",
    "first5(",
    "first(",
    "HEADLINE(",
    "HLEAD(",
    "DATE(",
    "DATE IS ",
    "DATE AFT ",
    ">= ",
    "<= ",
    "> ",
    "geq ",
    "1/1/2017",
    "December 31, 2018",
    "LENGTH(",
    "PERSON(",
    "COMPANY(",
    "SUBJECT(",
    "ALLCAPS(",
    "PLURAL(",
    "hd=",
    "hlp=",
    "lp=",
    "td=",
    "wc>",
    "wc<=",
    "rst=",
    "by=",
    "la=",
    " same ",
    " adj ",
    " adj5 ",
    " near5 ",
    " /N5/ ",
    "/F50/",
    "/F0/",
    "$3",
    "$",
    "date from ",
    " to ",
    "date after ",
    "-7",
    "20170131",
    "20171331",
    "&&",
    "||",
    "=",
    "^2",
    "[",
    "]",
    "{",
    "}",
    "'",
    "’",
    "“",
    "»",
    "é",
    "e\u{301}",
    "\u{200b}",
    "\u{202e}",
    "\u{feff}",
    "\u{1b}[2J",
    "\0",
    "\n",
    "中文",
    "\u{a5ea}",
    "🦀",
    "/",
    "\\",
];

/// Makes hostile strings.
pub(crate) struct Strings(u64);

impl Strings {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// splitmix64
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end.max(1) as u64) as usize
    }

    fn piece(&mut self) -> &'static str {
        PIECES[self.below(PIECES.len())]
    }

    /// Pieces in any order; a few strings are long.
    fn pieces(&mut self) -> String {
        let most = if self.below(50) == 0 { 600 } else { 14 };
        let count = 1 + self.below(most);
        (0..count).map(|_| self.piece()).collect()
    }

    /// One piece over and over, closed or not: what a parser might take long for.
    fn repeated(&mut self) -> String {
        let (piece, other) = (self.piece(), self.piece());
        format!("{piece}{other}").repeat(1 + self.below(200))
    }

    /// A valid query with something left out, put in, or put twice, a few times over.
    fn mutated(&mut self) -> String {
        let mut text = VALID[self.below(VALID.len())].to_owned();
        for _ in 0..=self.below(4) {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let (a, b) = (places[self.below(places.len())], places[self.below(places.len())]);
            let (from, until) = (a.min(b), a.max(b));
            match self.below(5) {
                0 => text.insert_str(from, self.piece()),
                1 => text.replace_range(from..until, ""),
                2 => text.truncate(until),
                3 => {
                    let again = text[from..until].to_owned();
                    text.insert_str(until, &again);
                }
                _ => {
                    text.push_str(self.piece());
                    text.push_str(VALID[self.below(VALID.len())]);
                }
            }
        }
        text
    }

    /// Any characters.
    fn noise(&mut self) -> String {
        let count = self.below(40);
        let letter = |strings: &mut Self| match strings.below(4) {
            0 => char::from_u32(strings.below(0x11_0000) as u32).unwrap_or('\u{fffd}'),
            _ => char::from(32 + strings.below(95) as u8),
        };
        (0..count).map(|_| letter(self)).collect()
    }
}

impl Iterator for Strings {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        Some(match self.below(10) {
            0..=3 => self.pieces(),
            4..=7 => self.mutated(),
            8 => self.repeated(),
            _ => self.noise(),
        })
    }
}
