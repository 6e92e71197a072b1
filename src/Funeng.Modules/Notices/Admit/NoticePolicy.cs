using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Modules.Notices.Drafts;
using Funeng.Modules.Policies;

namespace Funeng.Modules.Notices.Admit;

/// <summary>Writes a draft and what was typed beside it as a policy of the library: the conditions word for word, each number with where it stands.</summary>
internal static class NoticePolicy
{
    public static PolicyYaml Write(NoticeDraft draft, TypedPolicy typed, PolicyPlace place, IReadOnlyList<SignedCondition> conditions, FactCatalogue catalogue)
    {
        var source = draft.Number.Length > 0 ? $"{draft.Title}（{draft.Number}）" : draft.Title;
        return new PolicyYaml
        {
            Title = draft.Title, Number = draft.Number, Issuer = draft.Issuer.Length > 0 ? draft.Issuer : typed.Office.Trim(), Office = typed.Office.Trim(), Contact = typed.Contact.Trim(), Link = typed.Link.Trim() is { Length: > 0 } link ? link : null,
            Level = place.Level, Region = place.Region, IssuedOn = Iso(draft.Issued), EffectiveFrom = Iso(typed.From), EffectiveTo = Iso(typed.To), Topics = [.. typed.Topics],
            Summary = typed.Summary.Trim(), Source = source, Confidence = "text",
            Clauses = [.. draft.Read().Select((sentence, at) => new ClauseYaml { Id = $"s{at + 1}", Heading = $"第 {at + 1} 句", Text = sentence.Text, Plain = typed.Plain.GetValueOrDefault(at)?.Trim() is { Length: > 0 } plain ? plain : null })],
            Ceilings = typed.Benefits.Any(benefit => benefit.Ceiling == TypedPolicy.OwnCeiling) && Yuan(typed.CeilingMost) is { } ceiling ? [new OwnCeilingYaml { Id = TypedPolicy.OwnCeiling, Title = typed.CeilingTitle.Trim(), Most = ceiling }] : [],
            Benefits = [.. typed.Benefits.Select((benefit, at) => Benefit(benefit, [.. conditions.Where(condition => typed.IsOf(condition, at + 1))], at + 1, source, catalogue))],
        };
    }

    /// <summary>万元 as typed, in yuan; null where it is no sum of money.</summary>
    public static decimal? Yuan(string? wan) => decimal.TryParse(wan?.Trim(), NumberStyles.Number, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= 100_000_000 ? value * 10_000 : null;

    /// <summary>The materials as typed; null where nobody has gone through them, and where a line names a fact that is none: then it is given.</summary>
    public static (List<MaterialYaml>? Materials, string? Unknown) Materials(string typed, FactCatalogue catalogue)
    {
        if (typed.Trim().Length == 0) return (null, null);
        var materials = new List<MaterialYaml>();
        foreach (var line in typed.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line != "无"))
        {
            var parts = line.Split(['=', '＝'], 2, StringSplitOptions.TrimEntries);
            if (parts.Length == 1) materials.Add(new MaterialYaml { Name = line });
            else if (catalogue.All.FirstOrDefault(fact => fact.Name == parts[1] || fact.Label == parts[1]) is { } fact && parts[0].Length > 0) materials.Add(new MaterialYaml { Name = parts[0], Held = fact.Origin is FactOrigin.View view ? view.Of : fact.Key });
            else return (null, parts[1]);
        }

        return (materials, null);
    }

    private static BenefitYaml Benefit(TypedBenefit typed, IReadOnlyList<SignedCondition> conditions, int number, string source, FactCatalogue catalogue)
    {
        var (cap, budget) = (Yuan(typed.Cap), Yuan(typed.Budget));
        return new BenefitYaml
        {
            Id = $"b{number}", Title = typed.Title.Trim(), Clause = conditions.Count > 0 ? conditions[0].Clause : "", Mode = typed.Mode, Amount = typed.Amount.Trim(), AmountText = typed.AmountText.Trim(), Cap = cap,
            RoundTo = decimal.TryParse(typed.RoundTo, NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : null, Budget = budget, Materials = Materials(typed.Materials, catalogue).Materials,
            Period = typed.Period, Deadline = Iso(AdmitNotice.Day(typed.Deadline)), Payer = typed.Payer.Trim(), HigherOnly = typed.Apart.Length > 0 ? [new RelationYaml { With = typed.Apart }] : [],
            Exclusive = [.. typed.Exclusive.Select(id => new RelationYaml { With = id })], Needs = [.. typed.Needs.Select(id => new RelationYaml { With = id })],
            Ceiling = typed.Ceiling.Length > 0 ? typed.Ceiling : null,
            Conditions = [.. conditions.Select(condition => new ConditionYaml { Label = condition.Label, Rule = condition.Feel, Clause = condition.Clause, Confidence = "text" })],
            Figures =
            [
                .. conditions.SelectMany(condition => PolicyWriter.Numbers(condition.Feel, catalogue).Select(number => Figure(condition.Label, number, $"{source} {condition.Clause}"))),
                .. PolicyWriter.Numbers(typed.Amount, catalogue).Select(number => Figure("金额", number, source)),
                .. cap is { } most ? [Figure("最高", most, source)] : Array.Empty<FigureYaml>(),
                .. budget is { } money ? [Figure("年度预算", money, source)] : Array.Empty<FigureYaml>(),
            ],
        };
    }

    private static FigureYaml Figure(string name, decimal value, string source) => new() { Name = name, Value = value, Confidence = "text", Source = source };

    private static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
