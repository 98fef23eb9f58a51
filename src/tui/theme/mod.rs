//! Colours by role, and the characters that frames and marks are drawn with.
//!
//! The terminal's own background is kept. Nothing is shown by colour alone: selection is a bar and a background or
//! reverse, matches are underlined, states have words.

pub(crate) mod file;
mod palette;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;

use crate::config::Glyphs;
use crate::render::Role;
use file::{Custom, Slot};
use palette::Palette;

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

/// What is known of the terminal's background.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    Dark,
    Light,
    Unknown,
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
        Self::custom(name, &Custom::default(), (depth, Ground::Unknown), glyphs)
    }

    /// The same with the person's own colours laid over it.
    pub fn custom(name: Option<&str>, custom: &Custom, (depth, ground): (Depth, Ground), glyphs: Glyphs) -> Self {
        if depth == Depth::None || name == Some("mono") {
            return Self::from_palette(&Palette::mono(), glyphs);
        }
        let mut palette = match (name, depth) {
            (Some("terminal"), _) => Palette::sixteen(ground),
            (Some("riffle-light"), Depth::True) => Palette::light(),
            (Some("riffle-light"), _) => Palette::sixteen(Ground::Light),
            (_, Depth::True) => Palette::dark(),
            _ => Palette::sixteen(Ground::Dark),
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
        Self {
            text: palette.text,
            muted: palette.muted,
            border: palette.border,
            accent: palette.accent,
            strong: palette.text.add_modifier(Modifier::BOLD),
            selected: palette.selected,
            match_: palette.accent.add_modifier(Modifier::UNDERLINED),
            highlight: palette.highlight,
            ok: palette.ok,
            warn: palette.warn,
            error: palette.error,
            seek: palette.seek,
            sense: palette.sense,
            share: palette.accent,
            glyphs,
        }
    }

    /// Makes what was drawn legible everywhere: faint text is drawn in full where it is reversed, since terminals disagree
    /// about which of the two colours is faint there. Where the selection is reversed it has one colour.
    pub fn settle(&self, buf: &mut Buffer) {
        let one_colour = self.selected.add_modifier.contains(Modifier::REVERSED);
        for cell in buf.content.iter_mut().filter(|cell| cell.modifier.contains(Modifier::REVERSED)) {
            cell.modifier.remove(Modifier::DIM);
            if one_colour {
                cell.fg = Color::Reset;
            }
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
mod tests;
