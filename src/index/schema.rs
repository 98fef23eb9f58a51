//! The fields of the index, with a version; another version means rebuild.

use tantivy::schema::{Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing, TextOptions};

use super::encode::SPLIT;

/// Grows with every change of the fields or of what is put into them (also of the tokens).
pub(super) const VERSION: u32 = 13;

/// The fields by name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    /// The words of the title, and of aliases and tags: there a match counts more.
    pub title: Field,
    pub names: Field,
    /// All words: of title, names, body, path, address.
    pub body: Field,
    /// The first one and two characters of words: of the title, of anything.
    pub title_starts: Field,
    pub starts: Field,
    /// What an entry is looked up by or must be, hashed; see `key`. One field, since each costs every commit a dictionary.
    pub keys: Field,
    /// As they are written, for counting.
    pub tags: Field,
    pub id: Field,
    pub path: Field,
    /// What titles are compared by; see `collate`.
    pub title_order: Field,
    /// Greater is more recent; see `document`.
    pub recent: Field,
    /// The calendar day of the date.
    pub day: Field,
    pub mtime: Field,
    pub size: Field,
    pub hash: Field,
    /// What lists show; see `hit::Card`.
    pub card: Field,
    /// The body as it is written, for snippets.
    pub text: Field,
}

/// Makes the schema; two calls make equal ones.
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let words = indexed(SPLIT, IndexRecordOption::WithFreqsAndPositions, true);
    let marks = indexed(SPLIT, IndexRecordOption::Basic, false);
    let column = TextOptions::default().set_fast("raw");
    let number = NumericOptions::default().set_fast();
    let fields = Fields {
        title: builder.add_text_field("title", words.clone()),
        names: builder.add_text_field("names", words.clone()),
        body: builder.add_text_field("body", words),
        title_starts: builder.add_text_field("title_starts", marks.clone()),
        starts: builder.add_text_field("starts", marks),
        keys: builder.add_u64_field("keys", NumericOptions::default().set_indexed()),
        tags: builder.add_text_field("tags", column.clone()),
        id: builder.add_text_field("id", column.clone()),
        path: builder.add_text_field("path", column.clone()),
        title_order: builder.add_text_field("title_order", column),
        recent: builder.add_i64_field("recent", number.clone()),
        day: builder.add_i64_field("day", number.clone()),
        mtime: builder.add_i64_field("mtime", number.clone()),
        size: builder.add_u64_field("size", number.clone()),
        hash: builder.add_u64_field("hash", number),
        card: builder.add_text_field("card", STORED),
        text: builder.add_text_field("text", STORED),
    };
    (builder.build(), fields)
}

fn indexed(tokenizer: &str, record: IndexRecordOption, norms: bool) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record).set_fieldnorms(norms),
    )
}
