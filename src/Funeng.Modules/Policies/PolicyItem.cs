using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Policies;

/// <summary>What tells the items of a benefit apart.</summary>
public enum ItemBy
{
    /// <summary>A number people know it by: of a scene, a standard, a contract. The enterprise says it, an office registers it.</summary>
    Number,

    /// <summary>The value of a fact: a level that is rewarded once.</summary>
    Value,

    /// <summary>One term of a title.</summary>
    Title,

    /// <summary>The year: what is counted in one is not counted in another.</summary>
    Year,
}

/// <summary>
/// 每项一次: what a benefit is paid once for, where that is not the enterprise. Each item is decided, applied for and paid by itself.
/// </summary>
/// <param name="Name">What an item is: 场景, 标准, 项目.</param>
public sealed record PolicyItem(ItemBy By, string Name)
{
    public const int LongestNumber = 60;

    private const string DayForm = "yyyy-MM-dd";

    /// <summary>What its number is called: 标准号; empty where it is no number.</summary>
    public string Number { get; init; } = "";

    /// <summary>Keys of the facts that speak of the item and not of the enterprise: each item has its own.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];

    /// <summary>Key of the fact that counts the items of an enterprise; of one item it is 1. Empty for none.</summary>
    public string Counts { get; init; } = "";

    /// <summary>Key of the fact, or id of the scheme, that tells the item.</summary>
    public string Of { get; init; } = "";

    /// <summary>Whether the cap is of all items of an enterprise together, and not of each.</summary>
    public bool SharesCap { get; init; }

    /// <summary>The one form of a number, so that a space, a full-width digit, another dash or another bracket is no other item; null for what is none.</summary>
    public static string? Canonical(string typed)
    {
        var plain = string.Concat(ChineseText.HalfWidth(typed).Where(letter => !char.IsWhiteSpace(letter)).Select(Plain)).ToUpperInvariant();
        return plain.Length is >= 2 and <= LongestNumber && plain.Any(char.IsLetterOrDigit) && !plain.Any(char.IsControl) ? plain : null;
    }

    // As published GB/T 1001—2025, as typed GB/T 1001-2025; 鲁工信〔2025〕1号 and 鲁工信[2025]1号.
    private static char Plain(char letter) => letter switch
    {
        '‐' or '‑' or '‒' or '–' or '—' or '―' or '−' or '﹣' or '─' => '-',
        '〔' or '[' or '【' or '﹝' or '{' => '(',
        '〕' or ']' or '】' or '﹞' or '}' => ')',
        _ => letter,
    };

    /// <summary>The item that follows from the facts.</summary>
    /// <returns>What it is stored by and what people read; null where it is a number, or not known.</returns>
    public (string Item, string Title)? Read(FactView view) => By switch
    {
        ItemBy.Year => Text(view.On.Year.ToString(CultureInfo.InvariantCulture), view.On.Year.ToString(CultureInfo.InvariantCulture) + " 年"),
        ItemBy.Value when view.Catalogue.Find(Of) is { } fact && view.Find(fact)?.Value is { Kind: Feel.Values.FeelKind.String } value => Text(value.AsString(), value.AsString()),
        ItemBy.Title when view.Facts.FindTitle(Of, view.On) is { IsUndated: false } grant => Text(Day(grant.From), $"{Day(grant.From)} 起的{Name}"),
        _ => null,
    };

    /// <summary>The item somebody names afterwards, in the form it is stored by; null for what is none of this benefit.</summary>
    public (string Item, string Title)? Named(string typed, string title, FactCatalogue catalogue)
    {
        var plain = ChineseText.HalfWidth(typed).Trim();
        return By switch
        {
            ItemBy.Number => Canonical(typed) is { } number ? (number, title.Trim().Length > 0 ? title.Trim() : number) : null,
            ItemBy.Year => plain.Length == 4 && int.TryParse(plain, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 2000 and < 2100 ? (plain, plain + " 年") : null,
            ItemBy.Title => DateOnly.TryParseExact(plain, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? (plain, $"{plain} 起的{Name}") : null,
            _ => Choices(catalogue).Contains(plain) ? (plain, plain) : null,
        };
    }

    /// <summary>The values of the fact that tells the items apart; empty where it is none, or has no list of them. 无 says that there is no item.</summary>
    public IReadOnlyList<string> Choices(FactCatalogue catalogue) => By == ItemBy.Value && catalogue.Find(Of) is { } fact ? [.. fact.Choices.Select(choice => choice.Code).Where(code => code != "无")] : [];

    /// <summary>
    /// Whether an item that was paid before may be the term that counts now, under another first day: a day that was corrected makes no new term.
    /// Two terms of a title follow each other, so what began less than half a term away is no other one; a term whose end nobody filed tells nothing.
    /// </summary>
    /// <param name="paid">The item of the award.</param>
    public bool MayBeTheSameTerm(string paid, FactView view)
    {
        if (By != ItemBy.Title || view.Facts.FindTitle(Of, view.On) is not { IsUndated: false } grant || !DateOnly.TryParseExact(paid, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return false;
        return grant.To is not { } last || Math.Abs(day.DayNumber - grant.From.DayNumber) * 2 < last.DayNumber - grant.From.DayNumber;
    }

    private static (string, string)? Text(string item, string title) => (item, title);

    private static string Day(DateOnly day) => day.ToString(DayForm, CultureInfo.InvariantCulture);
}
