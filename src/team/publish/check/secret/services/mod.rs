//! Services whose tokens have no mark of their own, and the shapes of these.

use super::named::Named;
use super::rule::Of::{Alnum, AnyHex, Digits, Url};
use super::rule::Part::{self, Run, Uuid};

mod build;
mod cloud;
mod data;
mod mail;
mod money;
mod social;

const UUID: &[Part] = &[Uuid];
const HEX24: &[Part] = &[Run(AnyHex, 24, 24)];
const HEX32: &[Part] = &[Run(AnyHex, 32, 32)];
const HEX40: &[Part] = &[Run(AnyHex, 40, 40)];
const HEX64: &[Part] = &[Run(AnyHex, 64, 64)];
const URL32: &[Part] = &[Run(Url, 32, 32)];
const URL40: &[Part] = &[Run(Url, 40, 40)];
const URL43: &[Part] = &[Run(Url, 43, 43)];
const URL64: &[Part] = &[Run(Url, 64, 64)];
const ALNUM14: &[Part] = &[Run(Alnum, 14, 14)];
const ALNUM15: &[Part] = &[Run(Alnum, 15, 15)];
const ALNUM16: &[Part] = &[Run(Alnum, 16, 16)];
const ALNUM20: &[Part] = &[Run(Alnum, 20, 20)];
const ALNUM24: &[Part] = &[Run(Alnum, 24, 24)];
const ALNUM30: &[Part] = &[Run(Alnum, 30, 30)];
const ALNUM32: &[Part] = &[Run(Alnum, 32, 32)];
const ALNUM40: &[Part] = &[Run(Alnum, 40, 40)];
const ALNUM50: &[Part] = &[Run(Alnum, 50, 50)];
const ALNUM64: &[Part] = &[Run(Alnum, 64, 64)];
const DIGITS16: &[Part] = &[Run(Digits, 16, 16)];
const DIGITS18: &[Part] = &[Run(Digits, 17, 19)];

/// Every service, topic by topic.
pub(super) fn all() -> impl Iterator<Item = &'static Named> {
    [build::ALL, cloud::ALL, data::ALL, mail::ALL, money::ALL, social::ALL].into_iter().flatten()
}
