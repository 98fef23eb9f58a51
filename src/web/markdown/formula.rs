//! Formulas in a text: between dollar signs, and no sign in them means anything to Markdown.

use std::borrow::Cow;

use dom_query::{Document, NodeRef};

/// Stands, together with it, for a sign of ASCII in a formula. Pages cannot contain these.
const SIGNS: u32 = 0xe100;

/// The longest formula that is looked for in words, in bytes.
const LONGEST: usize = 1000;

/// What stands around a formula in words, and what it becomes.
const MARKS: [(&str, &str, &str); 4] = [("\\[", "\\]", "$$"), ("\\(", "\\)", "$"), ("$$", "$$", "$$"), ("$", "$", "$")];

/// The elements that hold formulas, in a line and on lines of their own.
const FORMULAS: &str = "code[data-lang=math], code[data-lang=math-display]";

/// What programs draw of a formula that stands behind it in TeX.
const DRAWN: &str = ".MathJax, .MathJax_Display, .MathJax_SVG, .MathJax_SVG_Display, .MathJax_CHTML, .MathJax_Preview";

/// Pictures of formulas, with their TeX for words.
const PICTURES: &str = "img.latex, img.tex, img.mwe-math-fallback-image-inline, img.mwe-math-fallback-image-display";

/// Leaves one of what stands for the same formula.
pub(super) fn prepare(document: &Document) {
    for image in document.select(PICTURES).nodes() {
        let is_twice = image.prev_element_sibling().is_some_and(|before| has_formula(&before));
        let words = image.attr("alt").filter(|_| !is_twice).unwrap_or_default();
        let formula = document.tree.new_element("code");
        formula.set_attr("data-lang", "math");
        formula.append_child(&document.tree.new_text(words));
        image.replace_with(&formula);
    }
    for drawn in document.select(".katex-html").nodes() {
        if drawn.prev_element_sibling().is_some_and(|before| has_formula(&before)) {
            drawn.remove_from_parent();
        }
    }
    // From the end: a preview stands before what is drawn, and that before its formula.
    for drawn in document.select(DRAWN).nodes().iter().rev() {
        if drawn.next_element_sibling().is_some_and(|next| is_formula(&next)) {
            drawn.remove_from_parent();
        }
    }
    document.select(".katex-display code[data-lang=math]").set_attr("data-lang", "math-display");
}

/// Puts formulas between dollar signs, those too that stand as TeX in the words of a page.
pub(super) fn write(document: &Document) {
    for formula in document.select(FORMULAS).nodes() {
        let mark = if formula.attr("data-lang").as_deref() == Some("math") { "$" } else { "$$" };
        let text = formula.text();
        let text = if text.trim().is_empty() { String::new() } else { opaque(&text, mark, is_in_table(formula)) };
        formula.replace_with(&document.tree.new_text(text));
    }
    for words in document.root().descendants_it().filter(|node| node.is_text()).collect::<Vec<_>>() {
        let text = words.text();
        if text.contains(['\\', '$']) && !is_within(&words, &["pre", "code"]) {
            words.replace_with(&document.tree.new_text(in_words(&text, is_in_table(&words))));
        }
    }
}

/// Puts back the signs of formulas.
pub(super) fn put_back(text: &str) -> Cow<'_, str> {
    let sign = |char: char| u32::from(char).checked_sub(SIGNS).and_then(|sign| u8::try_from(sign).ok());
    if !text.contains(|char| sign(char).is_some()) {
        return text.into();
    }
    text.chars().map(|char| sign(char).map_or(char, char::from)).collect()
}

fn is_formula(node: &NodeRef) -> bool {
    node.has_name("code") && node.attr("data-lang").is_some_and(|said| said.starts_with("math"))
}

fn has_formula(node: &NodeRef) -> bool {
    node.descendants_it().any(|inner| is_formula(&inner))
}

fn is_within(node: &NodeRef, names: &[&str]) -> bool {
    node.ancestors_it(None).any(|outer| names.iter().any(|name| outer.has_name(name)))
}

fn is_in_table(node: &NodeRef) -> bool {
    is_within(node, &["td", "th"])
}

/// A text with the formulas in it put between dollar signs.
fn in_words(text: &str, is_in_table: bool) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '$']) {
        let (before, from) = rest.split_at(at);
        written.push_str(before);
        let length = match MARKS.iter().find_map(|marks| formula(from, marks)) {
            Some((tex, mark, length)) => {
                written.push_str(&opaque(tex, mark, is_in_table));
                length
            }
            None => {
                written.push_str(&from[..1]);
                1
            }
        };
        rest = &from[length..];
    }
    written + rest
}

/// The formula that a text begins with, what it is to stand between, and how long it is.
fn formula<'a>(
    text: &'a str,
    (open, close, mark): &(&str, &str, &'static str),
) -> Option<(&'a str, &'static str, usize)> {
    let inner = text.strip_prefix(open)?;
    let end = inner[..inner.floor_char_boundary(LONGEST)].find(close)?;
    let tex = &inner[..end];
    let is_sum = *open == "$" && !(tex.trim() == tex && tex.contains(['\\', '^', '_', '{']));
    let is_nested = open != close && tex.contains(open);
    let is_some = !tex.trim().is_empty() && !tex.contains("\n\n") && !is_sum && !is_nested;
    is_some.then_some((tex, mark, open.len() + end + close.len()))
}

/// TeX between marks, in which nothing is HTML, a link, code or the end of a cell, wherever it is read as words.
fn opaque(tex: &str, mark: &str, is_in_table: bool) -> String {
    let mut tex = tex.split_whitespace().collect::<Vec<_>>().join(" ").replace('<', "\\lt ").replace('`', "'");
    for (link, apart) in [("[[", "[ ["), ("](", "] ("), ("]:", "] :")] {
        tex = tex.replace(link, apart);
    }
    if is_in_table {
        tex = tex.replace("\\|", "\\Vert ").replace('|', "\\vert ");
    }
    let hidden = |char: char| if char.is_ascii_punctuation() { char::from_u32(SIGNS + u32::from(char)) } else { None };
    format!("{mark}{tex}{mark}").chars().map(|char| hidden(char).unwrap_or(char)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::markdown;

    #[test]
    fn a_formula_is_the_tex_that_the_page_has() {
        for html in [
            "<math alttext='a_1^2*b_2*c'><mi>a</mi></math>",
            "<math><semantics><mrow><mi>a</mi></mrow><annotation encoding='application/x-tex'>a_1^2*b_2*c</annotation></semantics></math>",
            "<math alttext='words'><semantics><mi>a</mi><annotation encoding='LaTeX'> a_1^2*b_2*c\n</annotation></semantics></math>",
            "<script type='math/tex'>a_1^2*b_2*c</script>",
            "<span class=mwe-math-element><span><math alttext='{\\displaystyle a_1^2*b_2*c}'></math></span>\
             <img class=mwe-math-fallback-image-inline alt='{\\displaystyle a_1^2*b_2*c}'></span>",
            "<span class=katex><span class=katex-mathml><math><mi>a</mi><annotation encoding='application/x-tex'>a_1^2*b_2*c\
             </annotation></math></span><span class=katex-html aria-hidden=true>a1b2c</span></span>",
            "<span class=MathJax_Preview>?</span><span class=MathJax>abc</span><script type='math/tex'>a_1^2*b_2*c</script>",
            "<img class=latex alt='a_1^2*b_2*c'>",
            "\\(a_1^2*b_2*c\\)",
            "$a_1^2*b_2*c$",
        ] {
            assert_eq!(markdown(&format!("<p>x {html} y")), "x $a_1^2*b_2*c$ y\n", "{html}");
        }
    }

    #[test]
    fn a_formula_on_lines_of_its_own_says_so() {
        for html in [
            "<math display=block><mi>x</mi></math>",
            "<script type='math/tex; mode=display'>x</script>",
            "<span class=katex-display><span class=katex><math><mi>x</mi></math></span></span>",
            "\\[ x \\]",
            "$$\nx\n$$",
        ] {
            assert_eq!(markdown(&format!("<p>{html}</p>")), "$$x$$\n", "{html}");
        }
    }

    #[test]
    fn mathml_alone_is_written_as_tex() {
        for (mathml, tex) in [
            ("<mi>k</mi><mo>=</mo>\n<mn>7</mn>", "k=7"),
            ("<mfrac><mn>1</mn><mrow><mi>x</mi><mo>+</mo><mn>2</mn></mrow></mfrac>", "\\frac{1}{x+2}"),
            ("<msup><mi>x</mi><mn>2</mn></msup><msub><mi>ab</mi><mi>i</mi></msub>", "x^{2}{\\operatorname{ab}}_{i}"),
            ("<munderover><mo>&sum;</mo><mn>0</mn><mi>n</mi></munderover>", "∑_{0}^{n}"),
            (
                "<msqrt><mi>x</mi><mo>/</mo><mn>2</mn></msqrt><mroot><mi>y</mi><mn>3</mn></mroot>",
                "\\sqrt{x/2}\\sqrt[3]{y}",
            ),
            ("<mo>{</mo><mtext>if 5%</mtext><mspace width=1em /><mi>x</mi>", "\\{\\text{if 5\\%} x"),
            (
                "<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr><mtr><mtd><mn>3</mn></mtd></mtr></mtable>",
                "\\begin{matrix}1 & 2 \\\\ 3\\end{matrix}",
            ),
            ("<mi>a</mi></mrow></mfrac><mrow><mi>b</mi>", "ab"),
        ] {
            assert_eq!(markdown(&format!("<p><math>{mathml}</math>.")), format!("${tex}$.\n"), "{mathml}");
        }
    }

    #[test]
    fn nothing_in_a_formula_is_a_link_html_or_code() {
        assert_eq!(
            markdown("<p><script type='math/tex'><img src=x>[[a]](b)`c`</script>"),
            "$\\lt img src=x>[ [a]] (b)'c'$\n"
        );
        assert_eq!(
            markdown("<table><tr><td>a<td>\\(|x|\\)<tr><td><math alttext='\\|x|'></math><td>b</table>"),
            "|   |   |\n| - | - |\n| a | $\\vert x\\vert $ |\n| $\\Vert x\\vert $ | b |\n"
        );
    }

    #[test]
    fn what_is_no_formula_stays_as_it_is() {
        assert_eq!(
            markdown("<p>from $5 to $10, C:\\(x, <math></math>\\(\\)."),
            "from $5 to $10, C:\\\\(x, \\\\(\\\\).\n"
        );
        assert_eq!(markdown("<code>\\(x_1\\)</code>"), "`\\(x_1\\)`\n");
        assert_eq!(markdown("<pre>$x_1$</pre>"), "```\n$x_1$\n```\n");
    }
}
