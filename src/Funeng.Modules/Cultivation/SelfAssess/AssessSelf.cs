using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Schemes;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Cultivation.SelfAssess;

/// <summary>
/// An enterprise holds itself against a standard: what the registry knows is shown and not asked, what is missing can be answered, and the
/// answers are kept apart. They are used for this assessment only.
/// </summary>
public sealed class AssessSelf(
    FunengDb db, IdSource ids, FactStore facts, RuleBook rules, LibraryCatalogue libraries, TierStandards standards, CurrentUser user,
    CityProfile city, TimeProvider clock)
{
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
                pair.library, pair.Scheme!, rules.Decide(rules.Find(pair.Scheme!.Id, today)!, view).Outcome, saved.Contains(pair.Scheme!.Id)))];
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

        var kept = view.Questions.Where(question => question.Answer.Length > 0).ToDictionary(question => question.Definition.Key, question => question.Answer);
        db.Add(new SelfAssessment
        {
            Id = ids.Next(),
            Subject = user.Scope.Organization,
            Scheme = schemeId,
            Owner = Owner,
            Answers = JsonSerializer.Serialize(kept, Json),
            Outcome = view.Verdict.Outcome,
            Version = (latest?.Version ?? 0) + 1,
            SavedAt = clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(cancellation);
        return view;
    }

    private string Owner => user.Id?.ToString(CultureInfo.InvariantCulture) ?? user.Name;

    private async Task<SubjectFacts> PresentAsync(CancellationToken cancellation) => user.Scope.Organization is { } own
        ? await facts.LoadSubjectAsync(own, null, cancellation)
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
        var questions = new List<Question>();
        var shown = new List<Fact>();
        var builder = present.ToBuilder();
        foreach (var definition in FactLeaves.Of(pack.Scheme, rules.Catalogue).Where(definition => definition.Origin is not FactOrigin.SchemeResult))
        {
            if (known.Find(definition) is { } fact)
            {
                shown.Add(fact);
                continue;
            }

            var answer = answers.GetValueOrDefault(definition.Key, "").Trim();
            questions.Add(new Question(definition, answer));
            if (answer.Length == 0) continue;
            var reading = CatalogueCell.Read(SheetCell.OfText(answer), definition, definition.IsMoney ? Unit.Find("万元") : null);
            if (reading.Problem is { } problem)
                problems.Add(new Problem(definition.Key, $"{definition.Label}：{problem}"));
            else if (reading.Value is { } value)
                builder.Assume(definition, value, today);
        }

        var verdict = rules.Decide(pack, rules.View(builder.Build(), today));
        return new AssessmentView(pack.Scheme, verdict, questions, shown, problems, saved?.SavedAt);
    }
}

/// <param name="Outcome">On the registry's facts alone.</param>
public sealed record TierChoice(LibraryDefinition Library, Scheme Scheme, Outcome Outcome, bool IsSaved);

/// <summary>A fact nobody has filed yet, with the answer as typed.</summary>
public sealed record Question(FactDefinition Definition, string Answer);

/// <param name="Known">What the registry knows: shown with its source, not asked.</param>
public sealed record AssessmentView(
    Scheme Scheme, Verdict Verdict, IReadOnlyList<Question> Questions, IReadOnlyList<Fact> Known, IReadOnlyList<Problem> Problems, DateTimeOffset? SavedAt);
