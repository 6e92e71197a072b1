using Funeng.Engines.Notices;
using Funeng.Modules.Facts;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Funeng.Modules.Notices;

/// <summary>Reads <c>rules/reference/notice-words.yaml</c> and adds the industries of GB/T 4754.</summary>
public static class NoticeWordsFile
{
    public static NoticeWords Read(string rulesFolder)
    {
        var path = Path.Combine(rulesFolder, "reference", "notice-words.yaml");
        var root = Root(path);
        return new NoticeWords(
            [.. Entries(root, "metrics").Select(entry => new MetricWords(Text(entry, "base"), Texts(entry, "patterns"), Windows(entry), Text(entry, "follows")))],
            [.. Entries(root, "phrases").Select(entry => new PhraseWords(Text(entry, "feel"), Texts(entry, "patterns"), Texts(entry, "events"), Whole(entry, "years")))],
            [.. Entries(root, "kinds").Select(entry => new KindWords(Text(entry, "feel"), Texts(entry, "patterns"), Text(entry, "title") == "true", Text(entry, "size") == "true")), .. IndustryKinds.Of(IndustryTree.Read(rulesFolder))])
        {
            Dates = [.. Entries(root, "dates").Select(entry => new DateWords(Text(entry, "fact"), Texts(entry, "words")))],
            Others = Texts(root, "others"),
        };
    }

    private static YamlMappingNode Root(string path)
    {
        var stream = new YamlStream();
        try
        {
            using var text = new StreamReader(path);
            stream.Load(text);
        }
        catch (YamlException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }

        return stream.Documents is [{ RootNode: YamlMappingNode root }] ? root : throw new InvalidDataException($"{path} is not a list of metrics, phrases and kinds.");
    }

    private static IEnumerable<YamlMappingNode> Entries(YamlMappingNode root, string name) =>
        root.Children.TryGetValue(name, out var node) && node is YamlSequenceNode entries ? entries.OfType<YamlMappingNode>() : [];

    private static string Text(YamlMappingNode entry, string field) => entry.Children.TryGetValue(field, out var node) ? node.ToString() : "";

    private static string[] Texts(YamlMappingNode entry, string field) =>
        entry.Children.TryGetValue(field, out var node) && node is YamlSequenceNode texts ? [.. texts.Select(text => text.ToString())] : [];

    private static int Whole(YamlMappingNode entry, string field) => int.TryParse(Text(entry, field), out var number) ? number : 0;

    private static Dictionary<int, string> Windows(YamlMappingNode entry) =>
        entry.Children.TryGetValue("windows", out var node) && node is YamlMappingNode windows
            ? windows.Children.ToDictionary(window => int.Parse(window.Key.ToString(), System.Globalization.CultureInfo.InvariantCulture), window => window.Value.ToString())
            : [];
}
