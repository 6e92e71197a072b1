using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Policies.Simulate;

/// <summary>A version of a benefit that somebody tried, with what came out on that day; the address runs it again on the facts of today.</summary>
public sealed class PolicyTry
{
    public required long Id { get; init; }

    public required long Account { get; init; }

    /// <summary>In the laboratory, with everything that was changed.</summary>
    public required string Address { get; init; }

    /// <summary>Of the address, which is longer than an index takes.</summary>
    public required string Sha256 { get; init; }

    public required string Title { get; init; }

    /// <summary>What was changed, in words.</summary>
    public required string What { get; init; }

    public required DateOnly Day { get; init; }

    public required int Entitled { get; init; }

    public required long CostFen { get; init; }

    /// <summary>Of the version it was held against; null where that was none.</summary>
    public int? EntitledBefore { get; init; }

    public long? CostFenBefore { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>
/// Remembers what an official tried, so that versions stand beside each other. His own only: the figures are of the enterprises he sees. What stands,
/// unchanged, is no trial. The newest are kept.
/// </summary>
public sealed class KeepTrials(FunengDb db, IdSource ids, CurrentUser user, CityProfile city, TimeProvider clock)
{
    /// <summary>So many are kept of each account.</summary>
    public const int Most = 50;

    private const int LongestWhat = 300;

    /// <summary>His trials, the latest first.</summary>
    public async Task<IReadOnlyList<PolicyTry>> RecentAsync(CancellationToken cancellation) =>
        user.Id is not { } account ? [] : await db.Set<PolicyTry>().AsNoTracking().Where(one => one.Account == account).OrderByDescending(one => one.Id).Take(Most).ToListAsync(cancellation);

    public async Task KeepAsync(TriedRule tried, Simulation simulation, string address, CancellationToken cancellation)
    {
        if (user.Id is not { } account || simulation.Problems.Count > 0 || (tried.Draft is null && !simulation.IsChanged)) return;
        var (day, sha256) = (city.Today(clock), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address))));
        if (await db.Set<PolicyTry>().AnyAsync(one => one.Account == account && one.Sha256 == sha256 && one.Day == day, cancellation)) return;
        var isBeside = tried.Draft is null || simulation.IsChanged;
        db.Add(new PolicyTry
        {
            Id = ids.Next(), Account = account, Address = address, Sha256 = sha256, Title = tried.Draft is { } draft ? $"{draft.Title}：{tried.Rule.Benefit.Title}" : tried.Rule.Benefit.Title, What = Changes(simulation), Day = day,
            Entitled = simulation.After.Count, CostFen = Fen(simulation.After.Cost), EntitledBefore = isBeside ? simulation.Before.Count : null, CostFenBefore = isBeside ? Fen(simulation.Before.Cost) : null, At = clock.GetUtcNow(),
        });
        try
        {
            await db.SaveChangesAsync(cancellation);
            await ForgetAsync(account, cancellation);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            // He looked at the same thing in two windows at one moment: it is there once.
            db.ChangeTracker.Clear();
        }
    }

    private async Task ForgetAsync(long account, CancellationToken cancellation)
    {
        var last = await db.Set<PolicyTry>().Where(one => one.Account == account).OrderByDescending(one => one.Id).Skip(Most).Select(one => (long?)one.Id).FirstOrDefaultAsync(cancellation);
        if (last is { } id) await db.Set<PolicyTry>().Where(one => one.Account == account && one.Id <= id).ExecuteDeleteAsync(cancellation);
    }

    private static string Changes(Simulation simulation)
    {
        var (was, now) = (simulation.Standing.Benefit, simulation.Changed.Benefit);
        List<string> parts = [.. now.Conditions.Where((condition, at) => condition.Rule != was.Conditions[at].Rule).Select(condition => $"{condition.Label}：{condition.Rule}")];
        if (now.Amount != was.Amount) parts.Add($"金额：{now.Amount}");
        if (now.Cap != was.Cap) parts.Add(now.Cap is { } cap ? $"封顶 {(cap / 10_000).ToString("0.####", CultureInfo.InvariantCulture)} 万元" : "不封顶");
        var text = parts.Count == 0 ? "按通知草稿" : string.Join("；", parts);
        return text.Length <= LongestWhat ? text : text[..(LongestWhat - 1)] + "…";
    }

    private static long Fen(decimal yuan) => (long)Math.Min(yuan * 100, long.MaxValue / 2);
}

internal sealed class PolicyTryTable : IEntityTypeConfiguration<PolicyTry>
{
    public void Configure(EntityTypeBuilder<PolicyTry> builder)
    {
        builder.ToTable("policy_try");
        builder.HasIndex(one => new { one.Account, one.Sha256, one.Day }).HasDatabaseName("policy_try_once").IsUnique();
    }
}
