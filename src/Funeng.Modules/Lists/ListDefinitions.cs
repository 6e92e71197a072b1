using System.Security.Cryptography;
using System.Text;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Lists;

/// <summary>Reads and signs list definitions. The signature covers what decides membership and what people read, in a fixed order.</summary>
public static class ListDefinitions
{
    public static IReadOnlyList<LiveList> Load(string folder) => !Directory.Exists(folder)
        ? []
        : [.. Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal).SelectMany(file => Read(Path.GetFileName(file), File.ReadAllText(file)))];

    public static IReadOnlyList<LiveList> Read(string file, string text)
    {
        var reader = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();
        var yaml = reader.Deserialize<FileYaml>(text) ?? new FileYaml();
        return [.. yaml.Lists.Select(list => Make(
            Needed(list.Id, "id", file),
            Needed(list.Title, "title", file),
            yaml.Group ?? "",
            list.Subject ?? "enterprise",
            Needed(list.Condition, "condition", file),
            Needed(list.Why, "why", file),
            list.Owner ?? yaml.Owner ?? "",
            list.Columns,
            list.WayOut?.Trim() ?? "",
            ReadSignal(list.Signal, file)))];
    }

    public static LiveList Make(
        string id, string title, string group, string subject, string condition, string why, string owner, IReadOnlyList<string> columns, string wayOut = "",
        ListSignal signal = ListSignal.None)
    {
        var text = $"id: {id}\ntitle: {title}\nsubject: {subject}\ncondition: {condition.Trim()}\nwhy: {why}\nowner: {owner}\n";
        if (wayOut.Length > 0) text += $"wayOut: {wayOut}\n";
        if (signal != ListSignal.None) text += $"signal: {signal}\n";
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return new LiveList(id, title, group, subject, condition.Trim(), why, owner, columns, sha256, text) { WayOut = wayOut, Signal = signal };
    }

    private static string Needed(string? value, string name, string file) =>
        string.IsNullOrWhiteSpace(value) ? throw new InvalidDataException($"rules/lists/{file}: a list without '{name}'") : value.Trim();

    private static ListSignal ReadSignal(string? text, string file) => text switch
    {
        null or "" => ListSignal.None,
        "warning" => ListSignal.Warning,
        "bad" => ListSignal.Bad,
        _ => throw new InvalidDataException($"rules/lists/{file}: 'signal' is warning or bad, not '{text}'"),
    };

    private sealed class FileYaml
    {
        public string? Group { get; set; }
        public string? Owner { get; set; }
        public List<ListYaml> Lists { get; set; } = [];
    }

    private sealed class ListYaml
    {
        public string? Id { get; set; }
        public string? Title { get; set; }
        public string? Subject { get; set; }
        public string? Condition { get; set; }
        public string? Why { get; set; }
        public string? Owner { get; set; }
        public string? WayOut { get; set; }
        public string? Signal { get; set; }
        public List<string> Columns { get; set; } = [];
    }
}
