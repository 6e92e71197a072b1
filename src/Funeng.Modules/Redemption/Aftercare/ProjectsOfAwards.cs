using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Aftercare;

/// <summary>The project an award was given for, with what is known of it, or why there is none to measure by.</summary>
/// <param name="Facts">Null where there is none.</param>
/// <param name="Said">Everything ever said of it, newest first.</param>
internal sealed record ProjectOfAward(Subject? Subject, SubjectFacts? Facts, IReadOnlyList<FactEntry> Said)
{
    /// <summary>Why there is none, in words.</summary>
    public string Lacking { get; init; } = "";

    /// <summary>Whether the reader may see the project itself, and not only the award.</summary>
    public bool IsSeen { get; init; }

    public static ProjectOfAward Without(string lacking) => new(null, null, []) { Lacking = lacking };
}

/// <summary>
/// Finds the projects awards were given for: their code, in the form numbers are stored in, is the number of the award, and the project is the enterprise's
/// own. A number is typed by people: without the second an enterprise would be charged, or let off, for what another has built.
/// </summary>
public sealed class ProjectsOfAwards(FunengDb db, FactReader facts, IEnumerable<ISubjectOwners> owners, CurrentUser user)
{
    internal async Task<IReadOnlyDictionary<long, ProjectOfAward>> FindAsync(IReadOnlyCollection<Award> awards, CancellationToken cancellation)
    {
        if (awards.Count == 0) return new Dictionary<long, ProjectOfAward>();
        var same = await SameCodeAsync([.. awards.Select(award => award.Item).Where(item => item.Length > 0)], cancellation);
        var owned = await OwnersAsync([.. same.SelectMany(group => group).Select(subject => subject.Id)], cancellation);
        var (found, own) = (new Dictionary<long, ProjectOfAward>(), new Dictionary<long, Subject>());
        foreach (var award in awards)
        {
            var candidates = same[award.Item].ToList();
            var mine = candidates.FindAll(subject => owned.GetValueOrDefault(subject.Id) == award.Subject);
            if (mine is [var only]) own[award.Id] = only;
            else found[award.Id] = ProjectOfAward.Without(WhyNone(award, candidates, mine, owned));
        }

        var read = await ReadAsync([.. own.Values.DistinctBy(subject => subject.Id)], owned, cancellation);
        foreach (var (award, subject) in own) found[award] = read[subject.Id];
        return found;
    }

    private static string WhyNone(Award award, List<Subject> candidates, List<Subject> mine, IReadOnlyDictionary<long, long> owned) => (award.Item, candidates, mine) switch
    {
        ("", _, _) => "兑付时没有写项目代码，先不算；请在这一笔上写明",
        (_, [], _) => "没有代码相同的项目，先不算；请核对兑付时写的项目代码",
        (_, _, [_, _, ..]) => "这家企业有几个项目的代码写法不同、其实相同，先不算；请在项目台账核对",
        _ when candidates.Exists(subject => owned.ContainsKey(subject.Id)) => "这个代码是另一家企业的项目，先不算；请核对兑付时写的项目代码",
        _ => "代码相同的项目没有登记业主，先不算；请在项目台账补上业主的统一社会信用代码",
    };

    // A city has some hundreds: the one form of a code is made here, not in the query.
    private async Task<ILookup<string, Subject>> SameCodeAsync(HashSet<string> codes, CancellationToken cancellation) =>
        (codes.Count == 0 ? [] : await db.Set<Subject>().AsNoTracking().Where(subject => subject.Kind == Subject.Project).OrderBy(subject => subject.Id).ToListAsync(cancellation))
            .Select(subject => (Code: PolicyItem.Canonical(subject.Code) ?? "", Subject: subject)).Where(one => codes.Contains(one.Code)).ToLookup(one => one.Code, one => one.Subject);

    private async Task<IReadOnlyDictionary<long, long>> OwnersAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation) =>
        subjects.Count > 0 && owners.FirstOrDefault(one => one.Kind == Subject.Project) is { } keeper ? await keeper.OfAsync(subjects, cancellation) : new Dictionary<long, long>();

    private async Task<Dictionary<long, ProjectOfAward>> ReadAsync(IReadOnlyCollection<Subject> subjects, IReadOnlyDictionary<long, long> owned, CancellationToken cancellation)
    {
        var (byId, read) = (subjects.ToDictionary(subject => subject.Id), new Dictionary<long, ProjectOfAward>());
        await foreach (var (id, known) in facts.LoadSubjectsAsync(byId.Keys, null, cancellation)) read[id] = new ProjectOfAward(byId[id], known, []);
        foreach (var (id, subject) in byId)
        {
            var isSeen = user.Has(Permission.ViewProjects) && user.Scope.Covers(subject.Region, subject.Zone, owned[id]);
            read[id] = read[id] with { Said = await facts.HistoryAsync(id, cancellation), IsSeen = isSeen };
        }

        return read;
    }
}
