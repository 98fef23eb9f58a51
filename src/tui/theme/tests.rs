use ratatui::layout::Rect;

use super::*;

/// The sixteen colours of xterm and of the Linux console.
const XTERM: [u32; 16] = [
    0x00_0000, 0xcd_0000, 0x00_cd00, 0xcd_cd00, 0x00_00ee, 0xcd_00cd, 0x00_cdcd, 0xe5_e5e5, 0x7f_7f7f, 0xff_0000,
    0x00_ff00, 0xff_ff00, 0x5c_5cff, 0xff_00ff, 0x00_ffff, 0xff_ffff,
];
const CONSOLE: [u32; 16] = [
    0x00_0000, 0xaa_0000, 0x00_aa00, 0xaa_5500, 0x00_00aa, 0xaa_00aa, 0x00_aaaa, 0xaa_aaaa, 0x55_5555, 0xff_5555,
    0x55_ff55, 0xff_ff55, 0x55_55ff, 0xff_55ff, 0x55_ffff, 0xff_ffff,
];

/// What a role is drawn for, and with it the least contrast it may have.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Use {
    Words,
    /// Words that are less important, which the terminal may draw faintly.
    Muted,
    /// Lines around boxes.
    Frame,
}

impl Use {
    fn least(self) -> f64 {
        match self {
            Self::Words => 4.5,
            Self::Muted => 3.0,
            Self::Frame => 1.4,
        }
    }
}

/// A terminal with its two own colours and its sixteen.
#[derive(Clone, Copy, Debug)]
struct Screen {
    text: u32,
    ground: u32,
    sixteen: [u32; 16],
}

impl Screen {
    const fn black(sixteen: [u32; 16]) -> Self {
        Self { text: 0xff_ffff, ground: 0x00_0000, sixteen }
    }

    const fn white(sixteen: [u32; 16]) -> Self {
        Self { text: 0x00_0000, ground: 0xff_ffff, sixteen }
    }

    fn colour(&self, colour: Color, default: u32) -> [f64; 3] {
        let nth = |index: usize| parts(self.sixteen[index]);
        match colour {
            Color::Reset => parts(default),
            Color::Rgb(red, green, blue) => [red, green, blue].map(f64::from),
            Color::Black => nth(0),
            Color::Red => nth(1),
            Color::Green => nth(2),
            Color::Yellow => nth(3),
            Color::Blue => nth(4),
            Color::Magenta => nth(5),
            Color::Cyan => nth(6),
            Color::Gray => nth(7),
            Color::DarkGray => nth(8),
            Color::LightRed => nth(9),
            Color::LightGreen => nth(10),
            Color::LightYellow => nth(11),
            Color::LightBlue => nth(12),
            Color::LightMagenta => nth(13),
            Color::LightCyan => nth(14),
            Color::White => nth(15),
            Color::Indexed(_) => panic!("no shipped theme names colours by number"),
        }
    }

    /// The contrast of a cell. A faint text is half way to its background, as most terminals draw it.
    fn contrast(&self, cell: &ratatui::buffer::Cell) -> f64 {
        let (fg, bg) = (self.colour(cell.fg, self.text), self.colour(cell.bg, self.ground));
        let (mut front, mut back) = if cell.modifier.contains(Modifier::REVERSED) { (bg, fg) } else { (fg, bg) };
        if cell.modifier.contains(Modifier::DIM) {
            let faint = |own: [f64; 3], other: [f64; 3]| [0, 1, 2].map(|part| f64::midpoint(own[part], other[part]));
            if cell.modifier.contains(Modifier::REVERSED) {
                back = faint(back, front);
            } else {
                front = faint(front, back);
            }
        }
        let (a, b) = (luminance(front), luminance(back));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

fn parts(hex: u32) -> [f64; 3] {
    let [_, red, green, blue] = hex.to_be_bytes();
    [red, green, blue].map(f64::from)
}

/// As the web's accessibility rules define it.
fn luminance(colour: [f64; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = part / 255.0;
        if part <= 0.03928 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The role that is written down behind this one; the compiler asks for a new one.
fn next(role: Role) -> Option<Role> {
    Some(match role {
        Role::Text => Role::Muted,
        Role::Muted => Role::Heading,
        Role::Heading => Role::Strong,
        Role::Strong => Role::Emphasis,
        Role::Emphasis => Role::Strike,
        Role::Strike => Role::Code,
        Role::Code => Role::Keyword,
        Role::Keyword => Role::Literal,
        Role::Literal => Role::Comment,
        Role::Comment => Role::Function,
        Role::Function => Role::Type,
        Role::Type => Role::Quote,
        Role::Quote => Role::Callout,
        Role::Callout => Role::Link,
        Role::Link => Role::Broken,
        Role::Broken => Role::Highlight,
        Role::Highlight => Role::Tag,
        Role::Tag => Role::Mark,
        Role::Mark => Role::Match,
        Role::Match => return None,
    })
}

/// Every style that a theme has, by name.
fn styles(theme: &Theme) -> Vec<(String, Style, Use)> {
    let own = [
        ("text", theme.text, Use::Words),
        ("muted", theme.muted, Use::Muted),
        ("border", theme.border, Use::Frame),
        ("accent", theme.accent, Use::Words),
        ("strong", theme.strong, Use::Words),
        ("match", theme.match_, Use::Words),
        ("highlight", theme.highlight, Use::Words),
        ("ok", theme.ok, Use::Words),
        ("warn", theme.warn, Use::Words),
        ("error", theme.error, Use::Words),
        ("seek", theme.seek, Use::Words),
        ("sense", theme.sense, Use::Words),
        ("share", theme.share, Use::Words),
        ("label", theme.label(), Use::Words),
        ("pill", theme.warn.add_modifier(Modifier::REVERSED), Use::Words),
    ];
    let rendered = std::iter::successors(Some(Role::Text), |role| next(*role)).map(|role| {
        let style = theme.role(role);
        let used =
            if matches!(role, Role::Muted | Role::Comment | Role::Strike | Role::Quote | Role::Broken | Role::Mark) {
                Use::Muted
            } else {
                Use::Words
            };
        (format!("{role:?}"), style, used)
    });
    own.map(|(name, style, used)| (name.to_owned(), style, used)).into_iter().chain(rendered).collect()
}

/// A cell with a style: alone, on the selection, and under it.
fn cells(theme: &Theme, style: Style) -> [ratatui::buffer::Cell; 3] {
    let mut buf = Buffer::empty(Rect::new(0, 0, 3, 1));
    buf[(1, 0)].set_style(theme.selected);
    (0..3).for_each(|x| {
        buf[(x, 0)].set_style(style);
    });
    buf[(2, 0)].set_style(theme.selected);
    theme.settle(&mut buf);
    [0, 1, 2].map(|x| buf[(x, 0)].clone())
}

/// What of a theme is too hard to read on a terminal.
fn illegible(theme: &Theme, screen: Screen) -> Vec<String> {
    let mut found = Vec::new();
    for (name, style, used) in styles(theme) {
        for (cell, place) in cells(theme, style).iter().zip(["alone", "on the selection", "under the selection"]) {
            // No frame is drawn on a selected row.
            let contrast = screen.contrast(cell);
            if contrast < used.least() && (used != Use::Frame || place == "alone") {
                found.push(format!("{name} {place} on {:06x}: {contrast:.2}", screen.ground));
            }
        }
    }
    found
}

fn theme(name: &str, depth: Depth, ground: Ground) -> Theme {
    Theme::custom(Some(name), &Custom::default(), (depth, ground), Glyphs::Unicode)
}

#[test]
fn every_role_of_every_theme_is_legible_also_on_the_selection() {
    let dark = |theme: &Theme, ground: u32| illegible(theme, Screen { ground, ..Screen::black(XTERM) });
    let light = |theme: &Theme, ground: u32| illegible(theme, Screen { ground, ..Screen::white(XTERM) });
    for ground in [0x00_0000, 0x16_181d, 0x1e_1e2e] {
        assert_eq!(dark(&theme("riffle-dark", Depth::True, Ground::Unknown), ground), [""; 0]);
    }
    assert_eq!(light(&theme("riffle-light", Depth::True, Ground::Unknown), 0xff_ffff), [""; 0]);
}

#[test]
fn the_terminals_own_colours_are_legible_on_black_and_on_white() {
    for sixteen in [XTERM, CONSOLE] {
        let (black, white) = (Screen::black(sixteen), Screen::white(sixteen));
        for (name, depth, ground, screens) in [
            ("riffle-dark", Depth::Sixteen, Ground::Unknown, &[black][..]),
            ("riffle-light", Depth::Sixteen, Ground::Unknown, &[white]),
            ("terminal", Depth::True, Ground::Dark, &[black]),
            ("terminal", Depth::True, Ground::Light, &[white]),
            ("terminal", Depth::Sixteen, Ground::Unknown, &[black, white]),
            ("mono", Depth::True, Ground::Unknown, &[black, white]),
            ("riffle-dark", Depth::None, Ground::Unknown, &[black, white]),
        ] {
            for screen in screens {
                let found = illegible(&theme(name, depth, ground), *screen);
                assert_eq!(found, [""; 0], "{name} {depth:?} {ground:?}");
            }
        }
    }
}

#[test]
fn no_text_is_bright_black() {
    for (name, ground) in [("terminal", Ground::Dark), ("terminal", Ground::Light), ("terminal", Ground::Unknown)] {
        let all = styles(&theme(name, Depth::Sixteen, ground));
        assert!(all.iter().all(|(_, style, _)| style.fg != Some(Color::DarkGray)), "{ground:?}");
    }
}

#[test]
fn own_colours_are_laid_over_a_theme_and_shown_as_the_terminal_can() {
    let custom = Custom { extends: None, colours: vec![(Slot::Accent, rgb(0xff_0000)), (Slot::Match, Color::Cyan)] };
    let theme = |depth| Theme::custom(Some("riffle-dark"), &custom, (depth, Ground::Unknown), Glyphs::Unicode);

    assert_eq!(theme(Depth::True).accent.fg, Some(rgb(0xff_0000)));
    assert_eq!(theme(Depth::True).match_.fg, Some(Color::Cyan));
    assert_eq!(theme(Depth::Sixteen).accent.fg, Some(Color::Indexed(196)));
    assert_eq!(theme(Depth::None).accent.fg, Some(Color::Reset));
}

#[test]
fn without_colours_nothing_has_one() {
    let theme = Theme::named(Some("riffle-dark"), Depth::None, Glyphs::Unicode);

    for (name, style, _) in styles(&theme) {
        let plain = |colour: Option<Color>| colour.is_none_or(|colour| colour == Color::Reset);
        assert!(plain(style.fg) && plain(style.bg), "{name}");
    }
    assert!(theme.selected.add_modifier.contains(Modifier::REVERSED));
}
