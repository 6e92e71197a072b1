using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Schemes.Try;

/// <summary>
/// Tries a scheme with values: those of an enterprise, found by code or by name, or none at all. Whoever may read schemes may try them;
/// enterprises are found within the scope only.
/// </summary>
public sealed class TryScheme(RuleBook book, SubjectDirectory subjects, FactReader facts, CurrentUser user)
{
    /// <summary>Enterprises listed when a name fits several.</summary>
    public const int MostMatches = 12;

    /// <returns>Null when there is no such scheme.</returns>
    public async Task<TriedScheme?> RunAsync(string scheme, string who, TrialQuestion question, CancellationToken cancellation)
    {
        if (book.FindLatest(scheme) is not { } pack) return null;
        var start = await StartAsync(who, cancellation);
        return new TriedScheme(pack, start, Trial.Run(book, pack.Scheme, start.Facts, question));
    }

    /// <summary>The facts to start from: those of the one enterprise that is meant, or none.</summary>
    public async Task<TrialStart> StartAsync(string who, CancellationToken cancellation)
    {
        who = who.Trim();
        var nothing = new SubjectFacts.Builder(book.Catalogue).TitlesAreKnown(false).Build();
        if (who.Length == 0 || !user.Has(Permission.ViewEnterprises)) return new TrialStart("", null, [], nothing);

        var within = subjects.Within(user.Scope, Subject.Enterprise).AsNoTracking();
        var matches = await within.Where(subject => subject.Code == who).ToListAsync(cancellation);
        if (matches.Count == 0)
        {
            matches = await within.Where(subject => subject.Name.Contains(who) || subject.Code.StartsWith(who))
                .OrderBy(subject => subject.Name).Take(MostMatches).ToListAsync(cancellation);
        }

        var exact = matches.Count == 1 ? matches[0] : matches.FirstOrDefault(subject => subject.Name == who);
        return exact is null
            ? new TrialStart(who, null, matches, nothing)
            : new TrialStart(who, exact, [], await facts.LoadSubjectAsync(exact.Id, null, cancellation));
    }
}

/// <param name="Asked">What was typed for the enterprise.</param>
/// <param name="Enterprise">The one that is meant; null when none or several are.</param>
/// <param name="Matches">Those that could be meant, when there are several.</param>
/// <param name="Facts">What is known about it; nothing without an enterprise.</param>
public sealed record TrialStart(string Asked, Subject? Enterprise, IReadOnlyList<Subject> Matches, SubjectFacts Facts);

public sealed record TriedScheme(RulePack Pack, TrialStart Start, Trial Trial);
