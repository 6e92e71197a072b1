using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Funeng.Modules.Schemes;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Cultivation.SelfAssess;

/// <summary>
/// An enterprise holds itself against a standard: what the registry knows is shown, what is missing can be answered, and other figures can be
/// tried. Answers and tried figures are kept apart and used for this assessment only, until the enterprise files them.
/// </summary>
public sealed class AssessSelf(
    FunengDb db, IdSource ids, FactStore facts, FactReader reader, FactSources sources, RuleBook rules, LibraryCatalogue libraries, TierStandards standards,
    PathPlanner planner, SizeBar sizes, SubjectDirectory subjects, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider clock)
{
    /// <summary>The source under which an enterprise speaks of itself.</summary>
    public const string Source = "enterprise";

    private const int PathBudget = 1500, ShortestReason = 4, LongestReason = 200;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Every tier with a standard in force, with what it says on the registry's facts alone.</summary>
    public async Task<IReadOnlyList<TierChoice>> ChoicesAsync(CancellationToken cancellation)
    {
        var today = city.Today(clock);
        var view = rules.View(await PresentAsync(cancellation), today);
        var saved = await db.Set<SelfAssessment>().AsNoTracking().Where(row => row.Owner == Owner).Select(row => row.Scheme).Distinct().ToListAsync(cancellation);
        return [.. libraries.Libraries
            .Where(library => library.Tier is null)
            .Select(library => (library, Scheme: standards.SchemeOn(library, today)))
            .Where(pair => pair.Scheme is not null)
            .Select(pair => new TierChoice(
                pair.library, pair.Scheme!, rules.Decide(rules.Find(pair.Scheme!.Id, today)!, view).Outcome, saved.Contains(pair.Scheme!.Id)) { IsTooLarge = sizes.IsTooLarge(pair.library, view) })];
    }

    /// <returns>Null when there is no such scheme.</returns>
    public async Task<AssessmentView?> ReadAsync(string schemeId, CancellationToken cancellation)
    {
        if (rules.Find(schemeId, city.Today(clock)) is not { } pack)
            return null;

        var saved = await LatestAsync(schemeId, cancellation);
        var answers = saved is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(saved.Answers) ?? [];
        return Assess(pack, await PresentAsync(cancellation), answers, saved);
    }

    /// <summary>Keeps the answers and assesses with them; a problem with any answer keeps nothing.</summary>
    public async Task<AssessmentView?> SaveAsync(string schemeId, IReadOnlyDictionary<string, string> answers, CancellationToken cancellation)
    {
        if (rules.Find(schemeId, city.Today(clock)) is not { } pack)
            return null;

        var latest = await LatestAsync(schemeId, cancellation);
        var view = Assess(pack, await PresentAsync(cancellation), answers, latest);
        if (view.Problems.Count > 0)
            return view;

        Keep(schemeId, view, view.Questions.Where(question => question.Answer.Length > 0), latest);
        await db.SaveChangesAsync(cancellation);
        return view;
    }

    /// <summary>Files what differs from the registry, all at once, as the enterprise's own word; what cannot be filed stays an answer.</summary>
    public async Task<AssessmentView?> FileAsync(string schemeId, IReadOnlyDictionary<string, string> answers, string reason, CancellationToken cancellation)
    {
        if (rules.Find(schemeId, city.Today(clock)) is not { } pack || user.Scope.Organization is not { } own
            || await subjects.Within(user.Scope, Subject.Enterprise).SingleOrDefaultAsync(subject => subject.Id == own, cancellation) is not { } enterprise)
            return null;

        var latest = await LatestAsync(schemeId, cancellation);
        var view = Assess(pack, await PresentAsync(cancellation), answers, latest);
        List<Problem> problems = [.. view.Problems];
        if (problems.Count == 0 && view.Changes.Count == 0)
            problems.Add(new Problem("", "没有可以报送的改动：填的数和登记的一样，或者只有称号与评审项，它们不由企业报送。"));
        if (reason.Trim().Length < ShortestReason)
            problems.Add(new Problem("Reason", "没有写明依据。请写明这些数字出自哪里，例如“2025 年审计报告第 3 页”。"));
        if (reason.Trim().Length is > LongestReason and var words)
            problems.Add(new Problem("Reason", $"依据有 {words} 个字，最多 {LongestReason} 个。请只写出自哪里，材料另附。"));
        if (problems.Count > 0)
            return view with { Problems = problems };

        foreach (var period in view.Changes.GroupBy(change => change.Period))
        {
            await facts.RecordAsync(
                new NewFiling(own, period.Key, Source, [.. period.Select(change => new FiledValue(change.Key, change.Value))]) { Place = $"自评报送：{reason.Trim()}" }, cancellation);
        }

        audit.Record("企业报送", $"enterprise:{enterprise.Code}", reason.Trim(), null, view.Changes.Select(change => new { change.Label, Period = change.Period.ToString(), Value = change.Value.ToString() }));
        Keep(schemeId, view, view.Questions.Where(question => question.Answer.Length > 0 && !question.CanFile), latest);
        await facts.PublishAsync(cancellation);
        return view;
    }

    private void Keep(string scheme, AssessmentView view, IEnumerable<Question> answered, SelfAssessment? latest) => db.Add(new SelfAssessment
    {
        Id = ids.Next(),
        Subject = user.Scope.Organization,
        Scheme = scheme,
        Owner = Owner,
        Answers = JsonSerializer.Serialize(answered.ToDictionary(question => question.Definition.Key, question => question.Answer), Json),
        Outcome = view.Verdict.Outcome,
        Version = (latest?.Version ?? 0) + 1,
        SavedAt = clock.GetUtcNow(),
    });

    private string Owner => user.Id?.ToString(CultureInfo.InvariantCulture) ?? user.Name;

    private async Task<SubjectFacts> PresentAsync(CancellationToken cancellation) => user.Scope.Organization is { } own
        ? await reader.LoadSubjectAsync(own, null, cancellation)
        : new SubjectFacts.Builder(rules.Catalogue).TitlesAreKnown(false).Build();

    private Task<SelfAssessment?> LatestAsync(string scheme, CancellationToken cancellation) => db.Set<SelfAssessment>().AsNoTracking()
        .Where(row => row.Owner == Owner && row.Scheme == scheme)
        .OrderByDescending(row => row.Id)
        .FirstOrDefaultAsync(cancellation);

    private AssessmentView Assess(RulePack pack, SubjectFacts present, IReadOnlyDictionary<string, string> answers, SelfAssessment? saved)
    {
        var today = city.Today(clock);
        var known = rules.View(present, today);
        var problems = new List<Problem>();
        var changes = new List<FigureChange>();
        var builder = present.ToBuilder();
        var questions = FactLeaves.Of(pack.Scheme, rules.Catalogue).Where(definition => definition.Origin is not FactOrigin.SchemeResult)
            .Select(definition => Ask(definition, known.Find(definition), answers.GetValueOrDefault(definition.Key, "").Trim())).ToList();
        foreach (var question in questions.Where(question => question is { Answer.Length: > 0, IsOpen: true }))
        {
            var definition = question.Definition;
            var reading = CatalogueCell.Read(SheetCell.OfText(question.Answer), definition, definition.IsMoney ? Unit.Find("万元") : null);
            if (reading.Problem is { } problem)
                problems.Add(new Problem(definition.Key, $"{definition.Label}：{problem}"));
            else if (reading.Value is { } value && value != question.Known?.Value)
            {
                builder.Assume(definition, value, today);
                if (question.CanFile)
                    changes.Add(new FigureChange(Filed(definition).Key, EvidenceLines.Label(definition), definition.PeriodOn(today), value));
            }
        }

        var view = rules.View(builder.Build(), today);
        var verdict = rules.Decide(pack, view);
        // Nothing it could change makes a large one the kind of enterprise the tier is for.
        var isTooLarge = sizes.IsTooLarge(pack.Scheme.Id, view);
        var plan = verdict.Outcome == Outcome.NotMet && !isTooLarge ? planner.Plan(pack.Scheme, view, planner.CostsOf(pack.Scheme), null, PathBudget) : null;
        return new AssessmentView(
            pack.Scheme, rules.Decide(pack, known).Outcome, verdict, plan, Others(pack, known, view), questions, changes, problems, saved?.SavedAt) { IsTooLarge = isTooLarge };
    }

    /// <summary>The other tiers that the tried figures would turn.</summary>
    private List<TierTurn> Others(RulePack asked, FactView known, FactView tried) =>
        [.. libraries.Libraries.Where(library => library.Tier is null)
            .Select(library => (library, Scheme: standards.SchemeOn(library, known.On)))
            .Where(pair => pair.Scheme is not null && pair.Scheme.Id != asked.Id)
            .Select(pair => (pair.library, Pack: rules.Find(pair.Scheme!.Id, known.On)!))
            .Select(pair => new TierTurn(pair.library, rules.Survey(pair.Pack, known).Outcome, rules.Survey(pair.Pack, tried).Outcome))
            .Where(turn => turn.Before != turn.After && !sizes.IsTooLarge(turn.Library, tried))];

    private Question Ask(FactDefinition definition, Fact? known, string answer)
    {
        var canFile = Filed(definition).Origin is FactOrigin.Filed && user.Scope.Organization is not null && sources.OpenTo(user.Role).Any(open => open.Id == Source);
        var source = known is { IsComputed: false } ? known.Filing.Source : null;
        var stronger = canFile && sources.All.FirstOrDefault(other => other.Name == source) is { } said && said.Rank < sources.Get(Source).Rank ? source : null;
        return new Question(definition, answer, known, canFile, stronger);
    }

    private FactDefinition Filed(FactDefinition definition) => definition.Origin is FactOrigin.View view ? rules.Catalogue.Get(view.Of) : definition;
}

/// <param name="Outcome">On the registry's facts alone.</param>
public sealed record TierChoice(LibraryDefinition Library, Scheme Scheme, Outcome Outcome, bool IsSaved)
{
    /// <summary>A tier of small and middling enterprises, and this one is certainly large.</summary>
    public bool IsTooLarge { get; init; }
}

/// <summary>A fact the standard asks for, with the answer or the tried figure as typed.</summary>
/// <param name="Known">What the registry has.</param>
/// <param name="CanFile">The enterprise reports it itself; titles and review items it does not.</param>
/// <param name="Stronger">The source of the registered value, where it is believed before the enterprise's own word.</param>
public sealed record Question(FactDefinition Definition, string Answer, Fact? Known, bool CanFile, string? Stronger)
{
    /// <summary>What is known from elsewhere than filings cannot be tried otherwise.</summary>
    public bool IsOpen => Known is null || CanFile;
}

/// <summary>A figure that differs from the registry, as it would be filed.</summary>
public sealed record FigureChange(string Key, string Label, Period Period, FeelValue Value);

/// <summary>A tier whose conclusion the tried figures turn.</summary>
public sealed record TierTurn(LibraryDefinition Library, Outcome Before, Outcome After);

/// <param name="Before">On the registry's facts alone.</param>
/// <param name="Verdict">With the answers and tried figures.</param>
/// <param name="Plan">The cheapest way from there; null where it is met or open.</param>
public sealed record AssessmentView(
    Scheme Scheme, Outcome Before, Verdict Verdict, PathPlan? Plan, IReadOnlyList<TierTurn> Others, IReadOnlyList<Question> Questions,
    IReadOnlyList<FigureChange> Changes, IReadOnlyList<Problem> Problems, DateTimeOffset? SavedAt)
{
    /// <summary>A tier of small and middling enterprises, and by the tried figures this one is certainly large.</summary>
    public bool IsTooLarge { get; init; }

    public IEnumerable<Question> Known => Questions.Where(question => question.Known is not null);

    public IEnumerable<Question> Missing => Questions.Where(question => question.Known is null);
}
