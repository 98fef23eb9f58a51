//! Colours by role, and the characters that frames and marks are drawn with.
//!
//! The terminal's own background is kept. Nothing is shown by colour alone: selection is a bar and a background or
//! reverse, matches are underlined, states have words.

pub(crate) mod file;

use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;

use crate::config::Glyphs;
use crate::render::Role;
use file::{Custom, Slot};

/// How many colours the terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// 24 bits.
    True,
    /// The 16 of the terminal's own palette.
    Sixteen,
    /// `NO_COLOR`.
    None,
}

/// What a theme file or name says, before it becomes styles.
struct Palette {
    text: Color,
    muted: Style,
    border: Color,
    accent: Color,
    selected: Style,
    highlight: Style,
    ok: Color,
    warn: Color,
    error: Color,
    seek: Color,
    sense: Color,
}

/// Styles by role.
#[derive(Clone, Debug)]
pub struct Theme {
    pub text: Style,
    pub muted: Style,
    pub border: Style,
    pub accent: Style,
    pub strong: Style,
    /// Laid over a selected row.
    pub selected: Style,
    pub match_: Style,
    /// What the writer of a text marked in it.
    pub highlight: Style,
    pub ok: Style,
    pub warn: Style,
    pub error: Style,
    /// The verb's colour, for stage marks only.
    pub seek: Style,
    pub sense: Style,
    pub share: Style,
    pub glyphs: Glyphs,
}

impl Theme {
    /// A shipped theme by name; an unknown or missing name is the dark one.
    pub fn named(name: Option<&str>, depth: Depth, glyphs: Glyphs) -> Self {
        Self::custom(name, &Custom::default(), depth, glyphs)
    }

    /// The same with the person's own colours laid over it.
    pub fn custom(name: Option<&str>, custom: &Custom, depth: Depth, glyphs: Glyphs) -> Self {
        if depth == Depth::None || name == Some("mono") {
            return Self::mono(glyphs);
        }
        let mut palette = match (name, depth) {
            (Some("terminal"), _) => Palette::sixteen(Color::Yellow),
            (Some("riffle-light"), Depth::True) => Palette::light(),
            (Some("riffle-light"), _) => Palette::sixteen(Color::Blue),
            (_, Depth::True) => Palette::dark(),
            _ => Palette::sixteen(Color::Yellow),
        };
        custom.colours.iter().for_each(|(slot, colour)| palette.set(*slot, shown(*colour, depth)));
        let mut theme = Self::from_palette(&palette, glyphs);
        for (slot, colour) in &custom.colours {
            let colour = Style::new().fg(shown(*colour, depth));
            match slot {
                Slot::Match => theme.match_ = colour.add_modifier(Modifier::UNDERLINED),
                Slot::Share => theme.share = colour,
                _ => {}
            }
        }
        theme
    }

    fn from_palette(palette: &Palette, glyphs: Glyphs) -> Self {
        let text = Style::new().fg(palette.text);
        let accent = Style::new().fg(palette.accent);
        Self {
            text,
            muted: palette.muted,
            border: Style::new().fg(palette.border),
            accent,
            strong: text.add_modifier(Modifier::BOLD),
            selected: palette.selected,
            match_: accent.add_modifier(Modifier::UNDERLINED),
            highlight: palette.highlight,
            ok: Style::new().fg(palette.ok),
            warn: Style::new().fg(palette.warn),
            error: Style::new().fg(palette.error),
            seek: Style::new().fg(palette.seek),
            sense: Style::new().fg(palette.sense),
            share: accent,
            glyphs,
        }
    }

    fn mono(glyphs: Glyphs) -> Self {
        let (plain, bold) = (Style::new(), Style::new().add_modifier(Modifier::BOLD));
        Self {
            text: plain,
            muted: plain,
            border: Style::new().add_modifier(Modifier::DIM),
            accent: bold,
            strong: bold,
            selected: Style::new().add_modifier(Modifier::REVERSED),
            match_: Style::new().add_modifier(Modifier::UNDERLINED),
            highlight: Style::new().add_modifier(Modifier::REVERSED),
            ok: plain,
            warn: bold,
            error: bold,
            seek: plain,
            sense: plain,
            share: plain,
            glyphs,
        }
    }

    /// How a piece of rendered text looks.
    pub fn role(&self, role: Role) -> Style {
        let italic = Modifier::ITALIC;
        match role {
            Role::Text => self.text,
            Role::Muted | Role::Comment => self.muted,
            Role::Heading => self.accent.add_modifier(Modifier::BOLD),
            Role::Strong => self.strong,
            Role::Emphasis => self.text.add_modifier(italic),
            Role::Strike => self.muted.add_modifier(Modifier::CROSSED_OUT),
            Role::Code | Role::Literal => self.sense,
            Role::Keyword | Role::Tag => self.seek,
            Role::Function | Role::Type => self.text,
            Role::Quote => self.muted.add_modifier(italic),
            Role::Callout => self.warn.add_modifier(Modifier::BOLD),
            Role::Link => self.seek.add_modifier(Modifier::UNDERLINED),
            Role::Broken => self.muted.add_modifier(Modifier::UNDERLINED),
            Role::Highlight => self.highlight,
            Role::Mark => self.muted,
            Role::Match => self.match_,
        }
    }

    pub fn frame(&self) -> border::Set<'static> {
        match self.glyphs {
            Glyphs::Unicode => border::ROUNDED,
            Glyphs::Ascii => ASCII_FRAME,
        }
    }

    /// Stands beside the selected row.
    pub fn bar(&self) -> &'static str {
        self.either("▌", ">")
    }

    /// Stands before a marked row.
    pub fn mark(&self) -> &'static str {
        self.either("•", "*")
    }

    /// Letters that are typed to choose what they stand beside.
    pub fn label(&self) -> Style {
        self.accent.add_modifier(Modifier::BOLD | Modifier::REVERSED)
    }

    /// The box before a to-do that is open.
    pub fn open_box(&self) -> &'static str {
        self.either("☐", "o")
    }

    /// The box before one that is done.
    pub fn ticked_box(&self) -> &'static str {
        self.either("☑", "x")
    }

    /// Ends a text that was cut.
    pub fn ellipsis(&self) -> &'static str {
        self.either("…", "..")
    }

    /// Stands between pieces of information on one line.
    pub fn dot(&self) -> &'static str {
        self.either(" · ", " - ")
    }

    /// A line across a box.
    pub fn rule(&self) -> &'static str {
        self.either("─", "-")
    }

    pub fn either<'a>(&self, unicode: &'a str, ascii: &'a str) -> &'a str {
        match self.glyphs {
            Glyphs::Unicode => unicode,
            Glyphs::Ascii => ascii,
        }
    }
}

impl Palette {
    fn set(&mut self, slot: Slot, colour: Color) {
        match slot {
            Slot::Text => self.text = colour,
            Slot::Muted => self.muted = Style::new().fg(colour),
            Slot::Border => self.border = colour,
            Slot::Accent => self.accent = colour,
            Slot::Selected => self.selected = Style::new().bg(colour),
            Slot::Ok => self.ok = colour,
            Slot::Warn => self.warn = colour,
            Slot::Error => self.error = colour,
            Slot::Seek => self.seek = colour,
            Slot::Sense => self.sense = colour,
            // These follow the accent until they are set themselves.
            Slot::Match | Slot::Share => {}
        }
    }

    fn dark() -> Self {
        Self {
            text: rgb(0xd7_dae0),
            muted: Style::new().fg(rgb(0x95_9dab)),
            border: rgb(0x3a_4150),
            accent: rgb(0xe5_b567),
            selected: Style::new().bg(rgb(0x2a_3140)),
            highlight: Style::new().fg(rgb(0xe6_e8ec)).bg(rgb(0x4a_3d1f)),
            ok: rgb(0x8f_bf7f),
            warn: rgb(0xe0_a35b),
            error: rgb(0xe0_707a),
            seek: rgb(0x6f_b3d2),
            sense: rgb(0xa3_be8c),
        }
    }

    fn light() -> Self {
        Self {
            text: rgb(0x2b_303b),
            muted: Style::new().fg(rgb(0x5b_6472)),
            border: rgb(0xd0_d5dd),
            accent: rgb(0x9a_6b00),
            selected: Style::new().bg(rgb(0xe3_e8f1)),
            highlight: Style::new().fg(rgb(0x2b_303b)).bg(rgb(0xff_e8a3)),
            ok: rgb(0x3f_7a2f),
            warn: rgb(0x9a_5b00),
            error: rgb(0xb3_2633),
            seek: rgb(0x1f_6f94),
            sense: rgb(0x4a_7030),
        }
    }

    /// The terminal's own colours. Text is never bright black: many palettes make that invisible.
    fn sixteen(accent: Color) -> Self {
        Self {
            text: Color::Reset,
            muted: Style::new().add_modifier(Modifier::DIM),
            border: Color::DarkGray,
            accent,
            selected: Style::new().add_modifier(Modifier::REVERSED),
            highlight: Style::new().add_modifier(Modifier::REVERSED),
            ok: Color::Green,
            warn: Color::Yellow,
            error: Color::Red,
            seek: Color::Cyan,
            sense: Color::Green,
        }
    }
}

const ASCII_FRAME: border::Set<'static> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

/// A colour as far as the terminal has it: without 24 bits, the nearest of the 216 that nearly all others have.
fn shown(colour: Color, depth: Depth) -> Color {
    let Color::Rgb(red, green, blue) = colour else { return colour };
    let step = |part: u8| (u16::from(part) * 5 + 127) / 255;
    let index = 16 + 36 * step(red) + 6 * step(green) + step(blue);
    if depth == Depth::True { colour } else { Color::Indexed(u8::try_from(index).unwrap_or(15)) }
}

const fn rgb(hex: u32) -> Color {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color::Rgb(red, green, blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contrast ratio of two colours as the web's accessibility rules define it.
    fn contrast(a: Color, b: Color) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(color: Color) -> f64 {
        let Color::Rgb(red, green, blue) = color else { panic!("not a true colour") };
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue)
    }

    #[test]
    fn text_is_legible_on_the_usual_backgrounds() {
        for (palette, background) in [(Palette::dark(), rgb(0x16_181d)), (Palette::light(), rgb(0xff_ffff))] {
            assert!(contrast(palette.text, background) >= 7.0);
            assert!(contrast(palette.muted.fg.unwrap(), background) >= 4.5);
            assert!(contrast(palette.accent, background) >= 4.5);
            let selected = palette.selected.bg.unwrap();
            assert!(contrast(palette.text, selected) >= 7.0);
            assert!(contrast(palette.muted.fg.unwrap(), selected) >= 4.5);
        }
    }

    #[test]
    fn own_colours_are_laid_over_a_theme_and_shown_as_the_terminal_can() {
        let custom =
            Custom { extends: None, colours: vec![(Slot::Accent, rgb(0xff_0000)), (Slot::Match, Color::Cyan)] };
        let theme = |depth| Theme::custom(Some("riffle-dark"), &custom, depth, Glyphs::Unicode);

        assert_eq!(theme(Depth::True).accent.fg, Some(rgb(0xff_0000)));
        assert_eq!(theme(Depth::True).match_.fg, Some(Color::Cyan));
        assert_eq!(theme(Depth::Sixteen).accent.fg, Some(Color::Indexed(196)));
        assert_eq!(theme(Depth::None).accent.fg, None);
    }

    #[test]
    fn without_colours_nothing_has_one() {
        let theme = Theme::named(Some("riffle-dark"), Depth::None, Glyphs::Unicode);

        for style in [theme.text, theme.muted, theme.accent, theme.selected, theme.match_, theme.error] {
            assert_eq!((style.fg, style.bg), (None, None));
        }
        assert!(theme.selected.add_modifier.contains(Modifier::REVERSED));
    }
}
