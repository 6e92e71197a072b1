using System.Text.RegularExpressions;
using Funeng.Modules.Foundation;

namespace Funeng.Modules.Registry;

/// <summary>
/// The sections of the fact catalogue, as its file is divided by headings (<c># ── 身份与日期 ──</c>); pages group facts by them. A heading that
/// comes again further down goes on with its section: what was added later stands with its like.
/// </summary>
public sealed partial class FactSections
{
    private const string Rest = "其他";
    private readonly Dictionary<string, string> byKey = [];
    private readonly List<string> titles = [];

    public FactSections(Installation installation)
        : this(File.Exists(Path.Combine(installation.RulesFolder, "facts.yaml")) ? File.ReadLines(Path.Combine(installation.RulesFolder, "facts.yaml")) : [])
    {
    }

    internal FactSections(IEnumerable<string> lines)
    {
        var current = "";
        foreach (var line in lines)
        {
            if (Heading().Match(line) is { Success: true } heading)
            {
                current = heading.Groups[1].Value;
                if (!titles.Contains(current)) titles.Add(current);
            }
            else if (titles.Count > 0 && Entry().Match(line) is { Success: true } entry)
            {
                byKey[entry.Groups[1].Value] = current;
            }
        }
    }

    /// <summary>The sections in the order of the file, the one for everything else last.</summary>
    public IReadOnlyList<string> Titles => [.. titles, Rest];

    public string Of(string key) => byKey.GetValueOrDefault(key, Rest);

    [GeneratedRegex(@"^#\s*──\s*(.+?)\s*─+\s*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^([A-Za-z][A-Za-z0-9_]*):")]
    private static partial Regex Entry();
}
