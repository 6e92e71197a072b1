using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;
using Microsoft.AspNetCore.Http;

namespace Funeng.Modules.Schemes.Try;

/// <summary>
/// A scheme tried with values: known facts, with those typed in their place. What is neither known nor typed stays missing, and a known
/// fact can be made missing. Nothing is stored.
/// </summary>
/// <param name="Verdict">What the scheme says about these facts.</param>
/// <param name="View">The facts it was decided on.</param>
/// <param name="Named">The facts the rules name, each a field.</param>
/// <param name="Behind">The facts those are computed from.</param>
/// <param name="Problems">What was typed and not understood; such a field is left as it was.</param>
public sealed record Trial(
    Verdict Verdict, FactView View, IReadOnlyList<TrialField> Named, IReadOnlyList<TrialField> Behind, IReadOnlyList<Problem> Problems)
{
    private const string Missing = "缺失";

    /// <summary>Decides a scheme on known facts and what was typed.</summary>
    /// <param name="book">Answers other schemes' conclusions.</param>
    /// <param name="scheme">The scheme, in force or a draft.</param>
    /// <param name="known">The facts to start from.</param>
    /// <param name="question">Application date, mode, and texts by field name.</param>
    public static Trial Run(RuleBook book, Scheme scheme, SubjectFacts known, TrialQuestion question)
    {
        var builder = known.ToBuilder();
        var problems = new List<Problem>();
        var before = book.View(known, question.On);
        foreach (var fact in scheme.Facts.Union(scheme.FiledFacts))
        {
            if (question.TextOf(fact) is { Length: > 0 } typed) Assume(builder, fact, typed, question.On, problems);
        }

        if (question.BadDate is { } date) problems.Add(new Problem("on", $"申请日期应写成 2026-06-30 这样的日期，现在是“{date}”；下面按今天判定。"));
        var view = book.View(builder.Build(), question.On);
        var verdict = new CriteriaEvaluator().Decide(scheme, view, question.IsReexamination);
        return new Trial(verdict, view, Fields(scheme.Facts), Fields(scheme.FiledFacts.Except(scheme.Facts)), problems);

        IReadOnlyList<TrialField> Fields(IEnumerable<FactDefinition> facts) =>
            [.. facts.Select(fact => new TrialField(fact, question.TextOf(fact), before.Find(fact), view.Find(fact)))];
    }

    private static void Assume(SubjectFacts.Builder builder, FactDefinition fact, string typed, DateOnly on, List<Problem> problems)
    {
        var reading = typed == Missing ? new FactReading(null, "", null, null) : CatalogueCell.Read(SheetCell.OfText(typed), fact, TrialField.InputUnit(fact));
        if (reading.Problem is { } problem)
            problems.Add(new Problem(TrialField.NameOf(fact), $"{FactText.Label(fact)}：{problem}"));
        else if (reading.Value is { } outside && !builder.Catalogue.Accepts(fact, outside))
            problems.Add(new Problem(TrialField.NameOf(fact), $"{FactText.Label(fact)}：“{typed}”不在可能的范围内（{fact.Domain}）。"));
        else if (reading.Value is { } value)
            builder.Assume(fact, value, on);
        else if (fact.Origin is FactOrigin.Filed or FactOrigin.View or FactOrigin.Review)
            builder.Forget(fact, on);
        else
            problems.Add(new Problem(TrialField.NameOf(fact), $"{FactText.Label(fact)}：由其他事实得出，不能单独设为缺失。请把它所依据的事实设为缺失。"));
    }
}

/// <param name="On">Application date.</param>
/// <param name="IsReexamination">By the rules of a re-examination (复核).</param>
/// <param name="Typed">What was typed, by field name.</param>
public sealed record TrialQuestion(DateOnly On, bool IsReexamination, IReadOnlyDictionary<string, string> Typed)
{
    /// <summary>A date that could not be read; null when there was none.</summary>
    public string? BadDate { get; init; }

    /// <summary>The question as an address asks it: <c>on</c>, <c>mode</c>, and a condition <c>f.key</c> for each value typed.</summary>
    public static TrialQuestion Of(IQueryCollection query, DateOnly today)
    {
        var typed = query.Where(pair => pair.Key.StartsWith("f.", StringComparison.Ordinal) && pair.Value.ToString().Trim().Length > 0)
            .ToDictionary(pair => pair.Key, pair => pair.Value.ToString().Trim());
        var day = AskedDay.Read(query["on"]);
        var isRead = string.IsNullOrEmpty(query["on"]) || day is not null;
        return new TrialQuestion(day ?? today, query["mode"] == "reexam", typed) { BadDate = isRead ? null : query["on"].ToString() };
    }

    public string TextOf(FactDefinition fact) => Typed.GetValueOrDefault(TrialField.NameOf(fact), "").Trim();
}

/// <summary>One fact of the form: what was typed, what is known without it, and what the trial used.</summary>
public sealed record TrialField(FactDefinition Definition, string Typed, Fact? Known, Fact? Used)
{
    public string Name => NameOf(Definition);

    /// <summary>Money is typed by the 万元, as sheets have it.</summary>
    public string UnitText => InputUnit(Definition)?.Name ?? Definition.Unit;

    public static string NameOf(FactDefinition fact) => "f." + fact.Key;

    internal static Unit? InputUnit(FactDefinition fact) => fact.IsMoney ? Unit.Find("万元") : null;
}
