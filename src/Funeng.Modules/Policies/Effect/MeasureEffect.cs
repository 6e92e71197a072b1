using Funeng.Engines.Effects;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies.Effect;

/// <summary>
/// What became of those who had a benefit, against enterprises like them that did not: for one year in which they first had it and one figure.
/// Only enterprises within the user's scope take part, on either side.
/// </summary>
public sealed class MeasureEffect
{
    private readonly PolicyBook book;
    private readonly Recipients recipients;
    private readonly FactTables tables;
    private readonly SubjectDirectory subjects;
    private readonly CurrentUser user;
    private readonly EffectOutcomes measured;

    public MeasureEffect(PolicyBook book, IEnumerable<IPaidBenefits> payers, FactTables tables, SubjectDirectory subjects, CurrentUser user, EffectOutcomes measured) =>
        (this.book, recipients, this.tables, this.subjects, this.user, this.measured) = (book, new Recipients(payers, book.Rules), tables, subjects, user, measured);

    /// <param name="id">The benefit.</param>
    /// <param name="question">What is asked; what is not said, or cannot be, is chosen.</param>
    /// <returns>Null when there is no such benefit, or not for this user.</returns>
    public async Task<EffectView?> RunAsync(string id, EffectQuestion question, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewLists) || book.FindBenefit(id) is not { } rule) return null;
        var table = (await tables.OpenAsync(user.EnterpriseScope, Subject.Enterprise, cancellation)).Table;
        var regions = await subjects.Within(user.EnterpriseScope, Subject.Enterprise).AsNoTracking().Select(subject => new { subject.Id, subject.Region }).ToDictionaryAsync(subject => subject.Id, subject => subject.Region, cancellation);
        var list = await recipients.OfAsync(rule, table, cancellation);
        list = list with { Since = list.Since.Where(pair => table.FindRow(pair.Key) >= 0).ToDictionary() };
        // Offered is what some year can be compared by.
        List<FactDefinition> outcomes = [measured.All[0], .. measured.All.Skip(1).Where(fact => Chosen(list, new EffectColumns(table, fact, regions), new EffectQuestion(null, null, null)) is not null)];
        var outcome = outcomes.Find(fact => fact.Key == question.Outcome) ?? outcomes[0];
        var columns = new EffectColumns(table, outcome, regions);
        var view = new EffectView { Rule = rule, Source = list.Source, Titles = list.Titles, Years = list.Years, Outcome = outcome, Outcomes = outcomes };
        return Chosen(list, columns, question) is { } span ? await MeasureAsync(view, list, columns, span, cancellation) : view;
    }

    // The latest year whose comparison can be put to the test, or else the latest that can be compared.
    private static EffectSpan? Chosen(RecipientList list, EffectColumns columns, EffectQuestion question)
    {
        var possible = list.Years.Select(year => SpanOf(year.Year, columns, question.IsSameYear)).OfType<EffectSpan>().ToList();
        return possible.Find(span => span.Year == question.Year) ?? possible.FindLast(span => columns.Has(span.Before - 1)) ?? possible.LastOrDefault();
    }

    private static EffectSpan? SpanOf(int year, EffectColumns columns, bool? isSameYear)
    {
        if (!columns.Has(year - 1)) return null;
        var next = columns.Has(year + 1) && isSameYear != true;
        return next || columns.Has(year) ? new EffectSpan(year, year - 1, next ? year + 1 : year) : null;
    }

    private async Task<EffectView> MeasureAsync(EffectView view, RecipientList list, EffectColumns columns, EffectSpan span, CancellationToken cancellation)
    {
        // Whoever had it in another year up to the year after is on neither side.
        bool? Got(long id) => list.Since.TryGetValue(id, out var since) && since <= span.After ? (since == span.Year ? true : null) : false;
        var after = columns.Between(span.Before, span.After, Got);
        var before = columns.Has(span.Before - 1) ? columns.Between(span.Before - 1, span.Before, Got) : null;
        var finding = EffectEstimator.Find(after, before);
        return view with
        {
            Span = span, Finding = finding, Recipients = list.Since.Values.Count(since => since == span.Year), Others = after.Count(subject => !subject.Got),
            Measures = columns.Measures(span.Before), Pairs = await NamedAsync(finding.Estimate.Sets, columns, span, cancellation),
        };
    }

    private async Task<IReadOnlyList<EffectPair>> NamedAsync(IReadOnlyList<MatchedSet> sets, EffectColumns columns, EffectSpan span, CancellationToken cancellation)
    {
        var ids = sets.SelectMany(set => set.Compared.Select(one => one.Id).Prepend(set.Subject.Id)).ToHashSet();
        var known = await subjects.Within(user.EnterpriseScope, Subject.Enterprise).AsNoTracking().Where(subject => ids.Contains(subject.Id)).Select(subject => new { subject.Id, subject.Code, subject.Name }).ToDictionaryAsync(subject => subject.Id, cancellation);
        EffectPart Part(ComparedSubject one) => new(known[one.Id].Code, known[one.Id].Name, columns.Figure(columns.Table.FindRow(one.Id), span.Before)!.Value, one.Change);
        return [.. sets.Select(set => new EffectPair(Part(set.Subject), [.. set.Compared.Select(Part)], set.Difference)).OrderByDescending(pair => pair.Difference).ThenBy(pair => pair.Subject.Code, StringComparer.Ordinal)];
    }
}
