//! The kinds of tokens that are known, from the formats that their makers publish.

use super::rule::Rule;

mod cloud;
mod forge;
mod machine;
mod money;
mod service;

/// Every rule, topic by topic.
pub(super) fn all() -> impl Iterator<Item = &'static Rule> {
    [cloud::RULES, forge::RULES, machine::RULES, money::RULES, service::RULES].into_iter().flatten()
}
