using Markdig;
using YamlDotNet.RepresentationModel;

namespace Funeng.Modules.Schemes;

/// <summary>A <c>notice.md</c>: what document it is, as named fields, and its text in Markdown.</summary>
public sealed record Notice(IReadOnlyDictionary<string, string> Fields, string Markdown)
{
    // Raw HTML is shown as text: a pack made by somebody else must not bring scripts.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    public static Notice Empty { get; } = new(new Dictionary<string, string>(), "");

    public string Title => Field("title");

    public string Document => Field("document");

    public string Number => Field("number");

    public string Issuer => Field("issuer");

    public string Confidence => Field("confidence");

    /// <summary>True when every figure was read in a published text and the notice lists nothing to be checked.</summary>
    public bool IsVerified => Confidence is "" or "text" && !Markdown.Contains("\n## 待核实", StringComparison.Ordinal);

    public string Field(string name) => Fields.GetValueOrDefault(name, "");

    public string ToHtml() => Markdig.Markdown.ToHtml(WithoutTitle(Markdown), Pipeline);

    public static Notice Parse(string text)
    {
        var normal = text.ReplaceLineEndings("\n");
        if (!normal.StartsWith("---\n", StringComparison.Ordinal)) return new Notice(new Dictionary<string, string>(), normal);
        var end = normal.IndexOf("\n---\n", 4, StringComparison.Ordinal);
        if (end < 0) return new Notice(new Dictionary<string, string>(), normal);

        var stream = new YamlStream();
        stream.Load(new StringReader(normal[4..end]));
        var fields = stream.Documents is [{ RootNode: YamlMappingNode root }]
            ? root.Children.ToDictionary(pair => pair.Key.ToString(), pair => pair.Value.ToString())
            : [];
        return new Notice(fields, normal[(end + 5)..].TrimStart('\n'));
    }

    // The page has the title as its own heading.
    private static string WithoutTitle(string markdown)
    {
        if (!markdown.StartsWith("# ", StringComparison.Ordinal)) return markdown;
        var end = markdown.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? "" : markdown[(end + 1)..];
    }
}
