//! Keys into actions: a trie per context, hints, and keymap files laid over the defaults.
//!
//! A screen offers a stack of contexts, innermost first. The innermost one that knows the keys decides; hints of a
//! sequence that is under way come from all of them. Nothing here waits: a sequence is pending until a key ends it.

pub mod action;
mod docs;
pub mod key;
mod load;

use std::fmt;

pub use action::{Act, Action, Context, Decide, Go, Later, Move, Refine, Run, Sort, Write};
pub use docs::docs;
pub use key::{Code, Key};
pub use load::{PRESETS, Problem};

/// Which keys mean what, in every context.
#[derive(Clone, Debug)]
pub struct Keymap {
    /// In the order of `Context::ALL`.
    roots: [Branch; Context::ALL.len()],
}

/// Keys pressed one after the other.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sequence(Vec<Key>);

/// What the keys pressed so far mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    Resolved(Action),
    /// The beginning of longer sequences, with what may follow.
    Pending(Vec<Hint>),
    /// A character for the text that is being typed.
    Text(char),
    /// Nothing; whatever was pending is over.
    Unbound,
}

/// A key that would go on with a pending sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    pub key: Key,
    /// None where still more keys are needed.
    pub action: Option<Action>,
}

/// A sequence of keys and what it means in a context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    pub context: Context,
    pub keys: Sequence,
    pub action: Action,
}

/// What may follow some keys, in the order of the file.
#[derive(Clone, Debug, Default)]
struct Branch(Vec<(Key, Node)>);

#[derive(Clone, Debug)]
enum Node {
    Leaf { action: Action, rank: Rank },
    Branch(Branch),
}

/// Sorts bindings: those of the file that was laid last come first, then in the order of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    below_top: usize,
    at: usize,
}

impl Keymap {
    /// Says what `keys` mean: the pending ones and the one just pressed, in the contexts of the screen, innermost first.
    ///
    /// Where the innermost context takes text, a character is text unless a text context binds it. A letter of another
    /// layout that is bound to nothing means what its place on a Latin keyboard means.
    pub fn resolve(&self, contexts: &[Context], keys: &[Key]) -> Resolution {
        let typed = match keys {
            [key] if contexts.first().is_some_and(|context| context.takes_text()) => key.typed(),
            _ => None,
        };
        let contexts: Vec<Context> =
            contexts.iter().copied().filter(|context| typed.is_none() || context.takes_text()).collect();
        match (self.look_up(&contexts, keys), typed) {
            (Resolution::Unbound, Some(char)) => Resolution::Text(char),
            (Resolution::Unbound, None) => {
                let latin: Vec<Key> = keys.iter().map(|key| key.latin()).collect();
                self.look_up(&contexts, &latin)
            }
            (found, _) => found,
        }
    }

    /// The keys that mean an action in these contexts, the person's own first; none that an inner context shadows.
    pub fn keys_of(&self, action: Action, contexts: &[Context]) -> Vec<Sequence> {
        let mut found: Vec<Sequence> = Vec::new();
        for context in contexts {
            for binding in self.bindings(*context).into_iter().filter(|binding| binding.action == action) {
                let reachable = self.resolve(contexts, &binding.keys.0) == Resolution::Resolved(action);
                if reachable && !found.contains(&binding.keys) {
                    found.push(binding.keys);
                }
            }
        }
        found
    }

    /// All bindings of one context, the person's own first, then in the order of the file.
    pub fn bindings(&self, context: Context) -> Vec<Binding> {
        let mut ranked = Vec::new();
        self.root(context).gather(&mut Vec::new(), &mut ranked);
        ranked.sort_by_key(|(rank, ..)| *rank);
        ranked.into_iter().map(|(_, keys, action)| Binding { context, keys: Sequence(keys), action }).collect()
    }

    fn root(&self, context: Context) -> &Branch {
        &self.roots[context as usize]
    }

    fn root_mut(&mut self, context: Context) -> &mut Branch {
        &mut self.roots[context as usize]
    }

    fn look_up(&self, contexts: &[Context], keys: &[Key]) -> Resolution {
        let mut hints: Vec<Hint> = Vec::new();
        for context in contexts {
            match self.root(*context).node(keys) {
                Some(Node::Leaf { action, .. }) if hints.is_empty() => return Resolution::Resolved(*action),
                Some(Node::Branch(branch)) => {
                    for hint in branch.hints() {
                        if hints.iter().all(|known| known.key != hint.key) {
                            hints.push(hint);
                        }
                    }
                }
                Some(Node::Leaf { .. }) | None => {}
            }
        }
        if hints.is_empty() { Resolution::Unbound } else { Resolution::Pending(hints) }
    }
}

impl Branch {
    fn child(&self, key: Key) -> Option<&Node> {
        self.0.iter().find(|(known, _)| *known == key).map(|(_, node)| node)
    }

    fn node(&self, keys: &[Key]) -> Option<&Node> {
        let (first, rest) = keys.split_first()?;
        match (self.child(*first)?, rest) {
            (node, []) => Some(node),
            (Node::Branch(branch), _) => branch.node(rest),
            (Node::Leaf { .. }, _) => None,
        }
    }

    fn hints(&self) -> impl Iterator<Item = Hint> {
        self.0.iter().map(|(key, node)| match node {
            Node::Leaf { action, .. } => Hint { key: *key, action: Some(*action) },
            Node::Branch(_) => Hint { key: *key, action: None },
        })
    }

    fn gather(&self, before: &mut Vec<Key>, found: &mut Vec<(Rank, Vec<Key>, Action)>) {
        for (key, node) in &self.0 {
            before.push(*key);
            match node {
                Node::Leaf { action, rank } => found.push((*rank, before.clone(), *action)),
                Node::Branch(branch) => branch.gather(before, found),
            }
            before.pop();
        }
    }

    /// Binds keys, or says which longer or shorter sequence is in the way.
    fn bind(&mut self, keys: &[Key], action: Action, rank: Rank) -> Result<(), InTheWay> {
        let Some((first, rest)) = keys.split_first() else { return Ok(()) };
        let at = self.0.iter().position(|(known, _)| known == first).unwrap_or_else(|| {
            let empty = if rest.is_empty() { Node::Leaf { action, rank } } else { Node::Branch(Self::default()) };
            self.0.push((*first, empty));
            self.0.len() - 1
        });
        match (&mut self.0[at].1, rest) {
            (Node::Branch(branch), []) => Err(InTheWay::Longer(branch.any_keys())),
            (Node::Leaf { action: other, .. }, [_, ..]) => Err(InTheWay::Shorter { keys: 1, action: *other }),
            (leaf @ Node::Leaf { .. }, []) => {
                *leaf = Node::Leaf { action, rank };
                Ok(())
            }
            (Node::Branch(branch), _) => branch.bind(rest, action, rank).map_err(|in_the_way| match in_the_way {
                InTheWay::Shorter { keys, action } => InTheWay::Shorter { keys: keys + 1, action },
                longer @ InTheWay::Longer(_) => longer,
            }),
        }
    }

    /// Takes keys away, with all that begins with them; false if there was nothing.
    fn unbind(&mut self, keys: &[Key]) -> bool {
        let Some((first, rest)) = keys.split_first() else { return false };
        let Some(at) = self.0.iter().position(|(known, _)| known == first) else { return false };
        let (taken, empty) = match (&mut self.0[at].1, rest) {
            (_, []) => (true, true),
            (Node::Leaf { .. }, _) => (false, false),
            (Node::Branch(branch), _) => (branch.unbind(rest), branch.0.is_empty()),
        };
        if taken && empty {
            self.0.remove(at);
        }
        taken
    }

    /// The keys of one binding below here.
    fn any_keys(&self) -> Vec<Key> {
        match self.0.first() {
            Some((key, Node::Leaf { .. })) => vec![*key],
            Some((key, Node::Branch(branch))) => [vec![*key], branch.any_keys()].concat(),
            None => Vec::new(),
        }
    }
}

/// Why keys cannot be bound: they would be an action and the beginning of a sequence at once.
#[derive(Clone, Debug, PartialEq, Eq)]
enum InTheWay {
    /// These keys follow in another binding.
    Longer(Vec<Key>),
    /// The first so many keys have this meaning already.
    Shorter { keys: usize, action: Action },
}

impl Sequence {
    pub fn keys(&self) -> &[Key] {
        &self.0
    }
}

impl From<Vec<Key>> for Sequence {
    fn from(keys: Vec<Key>) -> Self {
        Self(keys)
    }
}

impl fmt::Display for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, key) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{key}")?;
        }
        Ok(())
    }
}

impl std::str::FromStr for Sequence {
    type Err = key::NotAKey;

    fn from_str(text: &str) -> Result<Self, key::NotAKey> {
        let keys: Vec<Key> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        if keys.is_empty() { Err(key::NotAKey { text: text.to_owned(), nearest: None }) } else { Ok(Self(keys)) }
    }
}

#[cfg(test)]
mod tests;
