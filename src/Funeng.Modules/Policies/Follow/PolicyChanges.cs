using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Policies.Tell;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Policies.Follow;

/// <summary>
/// Remembers the text of every policy at each start. Where one is not what it was at the last start, whoever follows it, and the enterprises
/// that were told of it, hear which clauses and benefits changed since; going back to an older text is a change too.
/// </summary>
internal sealed class PolicyChanges(IServiceScopeFactory scopes, PolicyBook book, IdSource ids, TimeProvider time) : IStartStep
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var unit = scopes.CreateAsyncScope();
        var db = unit.ServiceProvider.GetRequiredService<FunengDb>();
        var current = await db.Set<PolicyVersion>().AsNoTracking().Where(version => version.IsCurrent)
            .Select(version => new { version.Policy, version.Sha256 }).ToDictionaryAsync(version => version.Policy, version => version.Sha256, cancellation);
        foreach (var file in book.Files.Where(file => current.GetValueOrDefault(file.Policy.Id) != file.Sha256)) await TurnAsync(db, file, cancellation);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            // Another host started with the same texts at this moment and has told everybody.
        }
    }

    private async Task TurnAsync(FunengDb db, PolicyFile file, CancellationToken cancellation)
    {
        var known = await db.Set<PolicyVersion>().Where(version => version.Policy == file.Policy.Id && (version.IsCurrent || version.Sha256 == file.Sha256)).ToListAsync(cancellation);
        if (known.Find(version => version.IsCurrent) is { } before)
        {
            await TellAsync(db, file, before.Content, cancellation);
            before.IsCurrent = false;
        }

        if (known.Find(version => version.Sha256 == file.Sha256) is { } again) again.IsCurrent = true;
        else db.Add(new PolicyVersion { Policy = file.Policy.Id, Sha256 = file.Sha256, Content = file.Text, RememberedAt = time.GetUtcNow(), IsCurrent = true });
    }

    private async Task TellAsync(FunengDb db, PolicyFile file, string before, CancellationToken cancellation)
    {
        var prefix = file.Policy.Id + "/";
        var told = db.Set<PolicyTold>().Where(row => row.Benefit.StartsWith(prefix)).Select(row => (long?)row.Subject);
        var accounts = await db.Set<PolicyFollow>().Where(follow => follow.Policy == file.Policy.Id).Select(follow => follow.Account)
            .Union(db.Set<Account>().Where(account => account.Organization != null && told.Contains(account.Organization)).Select(account => account.Id))
            .ToListAsync(cancellation);
        var title = $"政策有变化：{file.Policy.Title}（{PolicyDifference.Say(before, file.Policy)}）";
        foreach (var account in accounts)
            db.Add(new Notification { Id = ids.Next(), Account = account, Title = title, Link = $"/policies/{file.Policy.Id}#changes", CreatedAt = time.GetUtcNow() });
    }
}

/// <summary>What differs between two texts of a policy, in a few words.</summary>
internal static class PolicyDifference
{
    private const int Most = 3;

    public static string Say(string before, PolicyDocument after)
    {
        PolicyDocument old;
        try
        {
            old = PolicyReader.Read(after.Id, before);
        }
        catch (FormatException)
        {
            return "内容有更新";
        }

        List<string> changes = [.. Changes(old, after)];
        return changes.Count == 0 ? "说明有更新" : string.Join("；", changes.Take(Most)) + (changes.Count > Most ? $"等 {changes.Count} 处" : "");
    }

    private static IEnumerable<string> Changes(PolicyDocument old, PolicyDocument now)
    {
        if (now.Withdrawn.Length > 0 && old.Withdrawn.Length == 0) yield return $"不再执行：{now.Withdrawn}";
        if ((old.EffectiveFrom, old.EffectiveTo) != (now.EffectiveFrom, now.EffectiveTo)) yield return $"适用期改为 {PolicyWords.Period(now)}";
        foreach (var clause in now.Clauses)
        {
            if (old.Clauses.FirstOrDefault(other => other.Id == clause.Id) is not { } was) yield return $"新增{clause.Heading}";
            else if (was.Text != clause.Text) yield return $"{clause.Heading}有修改";
        }

        foreach (var gone in old.Clauses.Where(clause => now.Clauses.All(other => other.Id != clause.Id))) yield return $"删去{gone.Heading}";
        foreach (var benefit in now.Benefits)
        {
            var was = old.Benefits.FirstOrDefault(other => other.Id == benefit.Id);
            if (was is null) yield return $"新增“{benefit.Title}”";
            else if ((was.Amount, was.Cap) != (benefit.Amount, benefit.Cap)) yield return $"“{benefit.Title}”的金额有变化";
            else if (!was.Conditions.Select(condition => condition.Rule).SequenceEqual(benefit.Conditions.Select(condition => condition.Rule))) yield return $"“{benefit.Title}”的条件有变化";
        }
    }
}
