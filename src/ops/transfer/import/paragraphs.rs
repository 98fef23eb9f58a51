//! Whether words are there already: by whole paragraphs, however their lines are broken. Words that are a part of others are not.

use std::collections::HashSet;

/// The paragraphs of a text, those of quotes apart.
pub(super) struct Paragraphs {
    own: HashSet<String>,
    quoted: HashSet<String>,
}

impl Paragraphs {
    pub(super) fn of(text: &str) -> Self {
        let mut all = Self { own: HashSet::new(), quoted: HashSet::new() };
        for (is_quoted, words) in divided(text) {
            if is_quoted { &mut all.quoted } else { &mut all.own }.insert(words);
        }
        all
    }

    /// Whether these words are there.
    pub(super) fn have(&self, words: &str) -> bool {
        divided(words)
            .iter()
            .all(|(is_quoted, words)| if *is_quoted { &self.quoted } else { &self.own }.contains(words))
    }

    /// Whether what somebody else said is there, as a quote or as words.
    pub(super) fn quote(&self, words: &str) -> bool {
        divided(words).iter().all(|(_, words)| self.quoted.contains(words) || self.own.contains(words))
    }
}

/// Each paragraph on one line, and whether it is a quote. Marks by which a join kept words from being markup do not count.
fn divided(text: &str) -> Vec<(bool, String)> {
    let mut all: Vec<(bool, String)> = Vec::new();
    let mut goes_on = false;
    for line in text.lines().map(str::trim).filter(|line| !is_fence(line)) {
        let quoted = line.strip_prefix('>');
        let words = quoted.unwrap_or(line).replace('\\', "");
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        match all.last_mut() {
            _ if words.is_empty() => goes_on = false,
            Some((is_quoted, paragraph)) if goes_on && *is_quoted == quoted.is_some() => {
                paragraph.extend([" ", &words]);
            }
            _ => {
                all.push((quoted.is_some(), words));
                goes_on = true;
            }
        }
    }
    all
}

fn is_fence(line: &str) -> bool {
    line.len() >= 3 && (line.bytes().all(|byte| byte == b'`') || line.bytes().all(|byte| byte == b'~'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_there_as_whole_paragraphs_only() {
        let there = Paragraphs::of("Not recommended\r\nat all.\n\n> Water first.\nMine.\n\n\\# 80 °C\n");

        assert!(there.have("Not  recommended at all.") && there.have("Mine.\n\n# 80 °C") && there.have(""));
        assert!(!there.have("recommended") && !there.have("Water first.") && !there.have("Mine.\n\nNew."));
        assert!(there.quote("Water first.") && there.quote("Mine.") && !there.quote("Water"));
    }
}
