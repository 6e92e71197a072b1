using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Funeng.Engines.Facts;

namespace Funeng.Modules.Schemes.Check;

/// <summary>
/// Reads the FEEL texts of a model as a person would: Chinese names must be in the catalogue, full-width punctuation is refused with the
/// half-width sign that was meant, and what an expression uses is declared as its requirement, so that other DMN tools can run it.
/// </summary>
internal static partial class ModelText
{
    private const string FullWidth = "＞＜＝（），：；［］｛｝＋－＊／×÷≥≤≠“”‘’、。";
    private static readonly Dictionary<char, string> HalfWidth = new()
    {
        ['＞'] = ">", ['＜'] = "<", ['＝'] = "=", ['（'] = "(", ['）'] = ")", ['，'] = ",", ['：'] = ":", ['；'] = ";", ['［'] = "[", ['］'] = "]",
        ['｛'] = "{", ['｝'] = "}", ['＋'] = "+", ['－'] = "-", ['＊'] = "*", ['／'] = "/", ['×'] = "*", ['÷'] = "/", ['≥'] = ">=", ['≤'] = "<=",
        ['≠'] = "!=", ['“'] = "\"", ['”'] = "\"", ['‘'] = "\"", ['’'] = "\"", ['、'] = ",", ['。'] = ".",
    };

    public static IEnumerable<string> Check(string model, FactCatalogue catalogue)
    {
        var document = XDocument.Parse(model, LoadOptions.SetLineInfo);
        var elements = document.Root!.Elements().Where(element => element.Name.LocalName is "decision" or "inputData").ToList();
        var ids = elements.ToLookup(element => (string?)element.Attribute("name") ?? "", element => "#" + (string?)element.Attribute("id"));
        foreach (var decision in elements.Where(element => element.Name.LocalName == "decision"))
        {
            var used = new HashSet<string>();
            foreach (var text in Texts(decision))
            {
                foreach (var finding in CheckText(text, ids, catalogue, used)) yield return finding;
            }

            foreach (var finding in Undeclared(decision, used)) yield return finding;
        }
    }

    private static IEnumerable<XElement> Texts(XElement decision) =>
        decision.Descendants().Where(element => element.Name.LocalName == "text" && element.Parent!.Name.LocalName != "annotationEntry");

    private static IEnumerable<string> CheckText(XElement text, ILookup<string, string> ids, FactCatalogue catalogue, HashSet<string> used)
    {
        var feel = StringLiteral().Replace(text.Value, "\"\"");
        foreach (var sign in feel.Where(letter => FullWidth.Contains(letter, StringComparison.Ordinal)).Distinct())
            yield return $"{Place(text)}'{sign}' is full-width punctuation, which FEEL reads as part of a name; write '{HalfWidth[sign]}'.";

        foreach (var name in Name().Matches(feel).Select(match => match.Value).Distinct())
        {
            if (Reference(name, ids, catalogue) is { } reference) used.Add(reference);
            else if (name.Any(letter => letter is >= '\u4e00' and <= '\u9fff') && !name.Any(letter => FullWidth.Contains(letter, StringComparison.Ordinal)))
                yield return $"{Place(text)}'{name}' is not in the catalogue{Suggestion(name, catalogue)}.";
        }
    }

    private static string? Reference(string name, ILookup<string, string> ids, FactCatalogue catalogue) => name switch
    {
        "万元" => "urn:funeng:units#tenThousandYuan",
        "亿元" => "urn:funeng:units#hundredMillionYuan",
        "申请日期" => FactsModel.Namespace + "#applicationDate",
        _ when ids[name].FirstOrDefault() is { } local => local,
        _ => catalogue.FindByName(name) is { } fact ? $"{FactsModel.Namespace}#{fact.Key}" : null,
    };

    private static IEnumerable<string> Undeclared(XElement decision, HashSet<string> used)
    {
        var declared = decision.Descendants().Where(element => element.Name.LocalName is "requiredInput" or "requiredDecision")
            .Select(element => (string?)element.Attribute("href") ?? "").ToHashSet();
        var id = (string?)decision.Attribute("id");
        foreach (var missing in used.Where(reference => !declared.Contains(reference)))
            yield return $"Decision '{id}' uses {missing} without requiring it.";
        foreach (var idle in declared.Where(reference => !used.Contains(reference)))
            yield return $"Decision '{id}' requires {idle} without using it.";
    }

    private static string Suggestion(string name, FactCatalogue catalogue)
    {
        var near = catalogue.All.Select(fact => (fact.Name, Distance: EditDistance(name, fact.Name)))
            .Where(candidate => candidate.Distance <= Math.Max(2, name.Length / 2)).OrderBy(candidate => candidate.Distance).Take(2).ToList();
        return near.Count == 0 ? "" : $"; it has {string.Join(", ", near.Select(candidate => candidate.Name))}";
    }

    private static int EditDistance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var change = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }

    private static string Place(XElement text) => $"Line {((IXmlLineInfo)text).LineNumber}: ";

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex StringLiteral();

    // As FEEL reads a name: full-width punctuation counts as letters.
    [GeneratedRegex(@"[\p{L}_\u2160-\u217F\u3001-\u3011\uFF01-\uFF5E][\p{L}\p{N}_\u2160-\u217F\u3001-\u3011\uFF01-\uFF5E]*")]
    private static partial Regex Name();
}
