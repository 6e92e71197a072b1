using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Redemption.Applications;

/// <summary>The one form in which a field is stored and compared, and how people read and type it. Empty is missing, never zero and never no.</summary>
internal static class FieldText
{
    private const int LongestText = 200, LongestLongText = 2000;

    /// <summary>What is stored: yuan, ISO dates, true and false, codes.</summary>
    public static string Stored(FeelValue value) => value.Kind switch
    {
        FeelKind.Boolean => value.IsTrue ? "true" : "false",
        FeelKind.Number => value.AsNumber().ToString(),
        FeelKind.Date when value.AsDate().TryToDateOnly(out var date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        FeelKind.String => value.AsString(),
        _ => "",
    };

    public static FeelValue? Value(FactDefinition fact, string stored) => stored.Length == 0 ? (FeelValue?)null : fact.Type switch
    {
        FactType.Boolean => FeelValue.From(stored == "true"),
        FactType.Number or FactType.Integer => FeelNumber.TryParse(stored, out var number) ? FeelValue.From(number) : (FeelValue?)null,
        FactType.Date => DateOnly.TryParseExact(stored, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? FeelValue.From(date) : (FeelValue?)null,
        _ => FeelValue.From(stored),
    };

    /// <summary>As it stands in the input: money in 万元, 是 and 否, labels for codes.</summary>
    public static string Typed(FormField field, string stored) => field.Fact is not { } fact || Value(fact, stored) is not { } value ? stored : fact switch
    {
        { Type: FactType.Boolean } => value.IsTrue ? "是" : "否",
        { Choices.Count: > 0 } => fact.Choices.FirstOrDefault(choice => choice.Code == stored)?.Label ?? stored,
        { IsMoney: true } when value.AsNumber().TryToDecimal(out var yuan) => (yuan / 10_000m).ToString("0.############", CultureInfo.InvariantCulture),
        _ => stored,
    };

    /// <summary>As it is read on a page.</summary>
    public static string Shown(FormField field, string stored) => stored.Length == 0 ? Foundation.Ui.Fmt.Missing
        : field.Fact is { } fact && Value(fact, stored) is { } value ? FactText.Of(fact, value) : stored;

    /// <summary>Reads what was typed; the stored form, or what is wrong with it in Chinese.</summary>
    public static (string Stored, string? Problem) Read(FormField field, string typed)
    {
        typed = typed.Trim();
        if (typed.Length == 0) return ("", null);
        if (field.Fact is { } fact)
        {
            var reading = CatalogueCell.Read(SheetCell.OfText(typed), fact, fact.IsMoney ? Unit.Find("万元") : null);
            return (reading.Value is { } value ? Stored(value) : "", reading.Problem);
        }

        return field.Asked!.Kind switch
        {
            AskedKind.Phone => ReadPhone(typed),
            AskedKind.LongText when typed.Length > LongestLongText => ("", $"内容有 {typed.Length} 个字，最多 {LongestLongText} 个。请精简。"),
            AskedKind.Text when typed.Length > LongestText => ("", $"内容有 {typed.Length} 个字，最多 {LongestText} 个。请精简。"),
            _ => (typed, null),
        };
    }

    private static (string, string?) ReadPhone(string typed)
    {
        var digits = string.Concat(Narrow(typed).Where(letter => letter is not (' ' or '-' or '(' or ')' or '（' or '）')));
        return digits.Length is >= 7 and <= 20 && digits.All(letter => char.IsAsciiDigit(letter) || letter == '+')
            ? (digits, null)
            : ("", $"电话应为 7 到 20 位数字，现在是“{Cut(typed)}”。");
    }

    private static string Narrow(string text) => text.Normalize(System.Text.NormalizationForm.FormKC);

    private static string Cut(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
