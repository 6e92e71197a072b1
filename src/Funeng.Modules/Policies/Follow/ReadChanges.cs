using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies.Follow;

/// <summary>A clause that is not what it was: its words before and now; empty where it is new or gone.</summary>
public sealed record ChangedClause(string Heading, string Before, string Now);

/// <summary>How a policy differs from the text that stood before it in this installation.</summary>
/// <param name="Said">In a few words: 第三条有修改.</param>
public sealed record LastChange(DateTimeOffset At, string Said, IReadOnlyList<ChangedClause> Clauses);

/// <summary>What whoever was told of a change comes to see: the clause before and now, beside each other.</summary>
public sealed class ReadChanges(FunengDb db)
{
    public async Task<LastChange?> RunAsync(PolicyDocument policy, CancellationToken cancellation)
    {
        var versions = await db.Set<PolicyVersion>().AsNoTracking().Where(version => version.Policy == policy.Id).ToListAsync(cancellation);
        if (versions.Find(version => version.IsCurrent) is not { } now || versions.Where(version => !version.IsCurrent).MaxBy(version => version.RememberedAt) is not { } before) return null;
        try
        {
            var old = PolicyReader.Read(policy.Id, before.Content);
            return new LastChange(now.RememberedAt > before.RememberedAt ? now.RememberedAt : before.RememberedAt, PolicyDifference.Say(before.Content, policy), [.. Clauses(old, policy)]);
        }
        catch (FormatException)
        {
            // A text of an older form can no longer be laid beside this one.
            return null;
        }
    }

    private static IEnumerable<ChangedClause> Clauses(PolicyDocument old, PolicyDocument now)
    {
        var was = old.Clauses.ToDictionary(clause => clause.Id);
        foreach (var clause in now.Clauses)
        {
            var before = was.GetValueOrDefault(clause.Id)?.Text ?? "";
            if (before != clause.Text) yield return new ChangedClause(clause.Heading, before, clause.Text);
        }

        foreach (var gone in old.Clauses.Where(clause => now.Clauses.All(other => other.Id != clause.Id))) yield return new ChangedClause(gone.Heading, gone.Text, "");
    }
}
