namespace Funeng.Modules.Notices.Admit;

/// <summary>What is typed beside a signed draft.</summary>
/// <param name="Of">By sentence of the condition: 0 for all benefits, otherwise the number of the one it belongs to; -1 for none.</param>
internal sealed record TypedPolicy(
    string Office, string Contact, string Place, DateOnly? From, DateOnly? To, IReadOnlyList<string> Topics, string Summary, string Replaces, IReadOnlyList<TypedBenefit> Benefits, IReadOnlyDictionary<int, int> Of)
{
    /// <summary>Where the text was published; empty for nowhere.</summary>
    public string Link { get; init; } = "";

    /// <summary>What the select of a benefit says for the ceiling this policy sets itself.</summary>
    public const string OwnCeiling = "own";

    public const int LongestPlain = 300, LongestCeiling = 60;

    /// <summary>By sentence: the same in plain words.</summary>
    public IReadOnlyDictionary<int, string> Plain { get; init; } = new Dictionary<int, string>();

    /// <summary>Of the yearly ceiling this policy sets itself; empty for none.</summary>
    public string CeilingTitle { get; init; } = "";

    /// <summary>In 万元, as typed.</summary>
    public string CeilingMost { get; init; } = "";

    public bool IsOf(SignedCondition condition, int benefit) => Of.GetValueOrDefault(condition.Sentence) is var of && (of == 0 || of == benefit);

    public IEnumerable<(string Field, string Text)> Texts() =>
    [
        ("Office", Office), ("Contact", Contact), ("Link", Link), ("Summary", Summary), ("CeilingTitle", CeilingTitle), .. Plain.Select(one => ($"Plain{one.Key}", one.Value.ReplaceLineEndings(""))),
        .. Benefits.SelectMany((benefit, at) => new[]
        {
            ($"Title{at + 1}", benefit.Title), ($"Amount{at + 1}", benefit.Amount), ($"AmountText{at + 1}", benefit.AmountText), ($"Payer{at + 1}", benefit.Payer), ($"Materials{at + 1}", benefit.Materials.ReplaceLineEndings("")),
        }),
    ];
}

/// <param name="Amount">FEEL in yuan; empty for what is no money.</param>
/// <param name="Cap">In 万元, as typed.</param>
/// <param name="Apart">Id of a benefit of which only the higher one is paid; empty for none.</param>
internal sealed record TypedBenefit(string Title, string Mode, string Amount, string AmountText, string Cap, string Period, string Deadline, string Payer, string Apart)
{
    /// <summary>Yuan that amounts are rounded down to, one of <see cref="AdmitNotice.Roundings"/>; empty for 分.</summary>
    public string RoundTo { get; init; } = "";

    /// <summary>Of a year, in 万元, as typed.</summary>
    public string Budget { get; init; } = "";

    /// <summary>One a line; what is held already has the name of the fact behind an equals sign. 无 for none, empty where nobody has gone through them.</summary>
    public string Materials { get; init; } = "";

    /// <summary>Ids of benefits that may not be had besides.</summary>
    public IReadOnlyList<string> Exclusive { get; init; } = [];

    /// <summary>Ids of benefits without which it may not be had.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>Id of the yearly ceiling it stands under; empty for none.</summary>
    public string Ceiling { get; init; } = "";
}
