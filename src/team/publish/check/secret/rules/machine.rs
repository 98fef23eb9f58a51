//! Language models and what is built around them.

use super::super::rule::Of::{Alnum, Hex, Letters, Lower, Url};
use super::super::rule::Part::{Run, Text, Uuid};
use super::super::rule::{Rule, rule};

/// OpenAI's have a mark of their own.
fn is_other(key: &str) -> bool {
    !key.contains("T3BlbkFJ")
}

pub(super) const RULES: &[Rule] = &[
    rule("openai-key", "an OpenAI key", &["T3BlbkFJ"], &[Run(Url, 20, 90)])
        .led_by(&[Run(Url, 20, 110)])
        .if_genuine(|token| token.starts_with("sk-")),
    rule(
        "anthropic-key",
        "an Anthropic key",
        &["sk-ant-api03-", "sk-ant-admin01-", "sk-ant-oat01-", "sk-ant-ort01-"],
        &[Run(Url, 80, 120)],
    ),
    rule("anthropic-session", "an Anthropic session key", &["sk-ant-sid01-", "sk-ant-sid02-"], &[Run(Url, 80, 160)]),
    rule("openrouter-key", "an OpenRouter key", &["sk-or-v1-"], &[Run(Hex, 64, 64)]),
    rule("model-key", "a key of a language model's service", &["sk-"], &[Run(Alnum, 32, 64)])
        .alone()
        .if_genuine(is_other),
    rule(
        "model-key",
        "a key of a language model's service",
        &["sk-proj-", "sk-svcacct-", "sk-admin-", "sk-lf-"],
        &[Run(Url, 36, 200)],
    ),
    rule("hugging-face-token", "a Hugging Face token", &["hf_", "api_org_"], &[Run(Letters, 34, 34)]),
    rule("replicate-token", "a Replicate token", &["r8_"], &[Run(Alnum, 37, 37)]),
    rule("groq-key", "a Groq key", &["gsk_"], &[Run(Alnum, 52, 52)]),
    rule("perplexity-key", "a Perplexity key", &["pplx-"], &[Run(Alnum, 40, 56)]),
    rule("xai-key", "an xAI key", &["xai-"], &[Run(Alnum, 80, 80)]),
    rule(
        "langsmith-key",
        "a LangSmith key",
        &["lsv2_pt_", "lsv2_sk_"],
        &[Run(Hex, 32, 32), Text("_"), Run(Hex, 10, 10)],
    ),
    rule("pinecone-key", "a Pinecone key", &["pcsk_"], &[Run(Alnum, 5, 8), Text("_"), Run(Alnum, 50, 72)]),
    rule("tavily-key", "a Tavily key", &["tvly-"], &[Run(Url, 32, 48)]),
    rule("elevenlabs-key", "an ElevenLabs key", &["sk_"], &[Run(Hex, 48, 48)]).alone(),
    rule("nvidia-key", "an NVIDIA key", &["nvapi-"], &[Run(Url, 60, 70)]),
    rule("cerebras-key", "a Cerebras key", &["csk-"], &[Run(Lower, 48, 48)]),
    rule("jina-key", "a Jina key", &["jina_"], &[Run(Url, 56, 62)]),
    rule("firecrawl-key", "a Firecrawl key", &["fc-"], &[Run(Hex, 32, 32)]).alone(),
    rule("voyage-key", "a Voyage key", &["pa-"], &[Run(Url, 43, 43)]).alone(),
    rule("wandb-key", "a Weights & Biases key", &["wandb_v1_"], &[Run(Url, 60, 100)]),
    rule("exa-key", "an Exa key", &["EXA_API_KEY="], &[Uuid]),
];
