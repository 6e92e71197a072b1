using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies.Follow;
using Funeng.Modules.Policies.Library;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies;

/// <summary>Every way taking a policy into the library, or out of it, can end.</summary>
public abstract record LibraryResult
{
    private LibraryResult()
    {
    }

    /// <param name="Policy">Its id.</param>
    /// <param name="Cases">How many cases went with it and came out as written.</param>
    public sealed record Done(string Policy, int Cases, MutationScore Mutations) : LibraryResult;

    public sealed record Refused(IReadOnlyList<Problem> Problems) : LibraryResult;

    /// <summary>No such policy, or not for this user.</summary>
    public sealed record NotFound : LibraryResult;
}

/// <summary>
/// The door to the library for policies that were made of signed notices. They pass what a file of the rules passes: the same reader, compiler, checks of
/// figures and relations, and their cases. Each change is another version; from then on they are matched, listed, told of and applied for as any other.
/// </summary>
internal sealed class PolicyLibrary(
    FunengDb db, PolicyBook book, ReadLibrary library, PolicyChanges changes, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider clock)
{
    public const int LongestReason = 200;

    /// <summary>The policy that a draft became; null when it became none, or that was taken back.</summary>
    public async Task<string?> OfDraftAsync(long draft, CancellationToken cancellation) =>
        (await db.Set<LibraryPolicy>().AsNoTracking().Where(row => row.Draft == draft).Select(row => row.Policy).Distinct().ToListAsync(cancellation))
            .Find(id => book.Find(id) is { Withdrawn.Length: 0 });

    /// <summary>The drafts of which a policy was made, also one that was taken back since.</summary>
    public async Task<IReadOnlySet<long>> DraftsAsync(CancellationToken cancellation) =>
        (await db.Set<LibraryPolicy>().AsNoTracking().Where(row => row.Draft != null).Select(row => row.Draft!.Value).Distinct().ToListAsync(cancellation)).ToHashSet();

    /// <summary>The versions of a policy that the database keeps, the newest first; none for one that is a file.</summary>
    public async Task<IReadOnlyList<LibraryStepRow>> StepsAsync(string policy, CancellationToken cancellation) =>
        await db.Set<LibraryPolicy>().AsNoTracking().Where(row => row.Policy == policy).OrderByDescending(row => row.Version)
            .Select(row => new LibraryStepRow(row.Version, row.Step, row.Who, row.At, row.Reason, row.Draft)).ToListAsync(cancellation);

    /// <summary>The policies here that a new one may replace: made of a notice, and not over.</summary>
    public async Task<IReadOnlyList<PolicyDocument>> ReplaceableAsync(CancellationToken cancellation)
    {
        var (ids, today) = ((await db.Set<LibraryPolicy>().AsNoTracking().Select(row => row.Policy).Distinct().ToListAsync(cancellation)).ToHashSet(), city.Today(clock));
        return [.. book.Policies.Where(policy => ids.Contains(policy.Id) && policy.Withdrawn.Length == 0 && !(policy.EffectiveTo < today))];
    }

    /// <param name="yaml">The policy without id and cases.</param>
    /// <param name="draft">The signed draft it was made of.</param>
    /// <param name="replaces">Id of the policy that ends the day before this one begins; null for none.</param>
    public async Task<LibraryResult> AdmitAsync(PolicyYaml yaml, long draft, string? replaces, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageRules)) return new LibraryResult.NotFound();
        if (await OfDraftAsync(draft, cancellation) is { } there) return Refuse("", $"这份草稿已编入政策库：{book.Find(there)?.Title}。");
        yaml.Id = await IdAsync(draft, cancellation);
        var trial = PolicyTrial.Of(yaml, book, city.Today(clock));
        if (trial.Problems.Count > 0 || trial.File is not { } file) return new LibraryResult.Refused(trial.Problems);
        if (replaces is not null && await EndAsync(replaces, file.Policy, cancellation) is { } problem) return new LibraryResult.Refused([problem]);
        Add(file.Policy.Id, 1, file.Text, LibraryStep.Admitted, draft, $"边界情形 {trial.Cases} 例都通过；试着改错规则 {trial.Mutations.Made} 处，这些情形发现 {trial.Mutations.Caught} 处");
        audit.Record("编入政策库", $"policy:{file.Policy.Id}", "", null, new { file.Policy.Title, file.Sha256, Draft = draft, trial.Cases, Replaces = replaces });
        return await SaveAsync(new LibraryResult.Done(file.Policy.Id, trial.Cases, trial.Mutations), cancellation);
    }

    /// <summary>Takes a policy back: from now on nobody is entitled by it. What was applied for and awarded under it stays readable.</summary>
    public async Task<LibraryResult> WithdrawAsync(string policy, string reason, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageRules) || await LastAsync(policy, cancellation) is not { } last) return new LibraryResult.NotFound();
        if (reason.Trim().Length is < 2 or > LongestReason) return Refuse("Reason", $"请写明为什么撤回，2 到 {LongestReason} 个字。");
        if (Foundation.Spreadsheets.ChineseText.WithoutStray(reason) != reason) return Refuse("Reason", "理由里有看不见的控制字符，请删去后重写。");
        var yaml = PolicyWriter.Read(last.Content);
        if (!string.IsNullOrEmpty(yaml.Withdrawn)) return Refuse("", "这份政策已经撤回。");
        yaml.Withdrawn = $"{Fmt.Date(city.Today(clock))} 撤回，{reason.Trim()}";
        Add(policy, last.Version + 1, PolicyWriter.Write(yaml), LibraryStep.Withdrawn, last.Draft, reason.Trim());
        audit.Record("撤回政策", $"policy:{policy}", reason.Trim());
        return await SaveAsync(new LibraryResult.Done(policy, 0, new MutationScore(0, 0)), cancellation);
    }

    private async Task<Problem?> EndAsync(string policy, PolicyDocument next, CancellationToken cancellation)
    {
        if (await LastAsync(policy, cancellation) is not { } last || book.Find(policy) is not { Withdrawn.Length: 0 } old) return new Problem("Replaces", "要替代的政策不在政策库里，或已撤回。");
        if (next.EffectiveFrom is not { } from || from <= old.EffectiveFrom) return new Problem("From", $"被替代的政策自 {Fmt.Date(old.EffectiveFrom)} 起施行，新政策要从更晚的一天起施行。");
        var yaml = PolicyWriter.Read(last.Content);
        yaml.EffectiveTo = from.AddDays(-1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Add(policy, last.Version + 1, PolicyWriter.Write(yaml), LibraryStep.Replaced, last.Draft, $"由《{next.Title}》替代");
        audit.Record("政策被替代", $"policy:{policy}", $"由《{next.Title}》替代", old.EffectiveTo, yaml.EffectiveTo);
        return null;
    }

    // An id is given once: of a draft whose policy was taken back, the next one has a number.
    private async Task<string> IdAsync(long draft, CancellationToken cancellation)
    {
        var before = await db.Set<LibraryPolicy>().Where(row => row.Draft == draft && row.Version == 1).CountAsync(cancellation);
        return before == 0 ? $"notice-{draft}" : $"notice-{draft}-{before + 1}";
    }

    private Task<LibraryPolicy?> LastAsync(string policy, CancellationToken cancellation) =>
        db.Set<LibraryPolicy>().AsNoTracking().Where(row => row.Policy == policy).OrderByDescending(row => row.Version).FirstOrDefaultAsync(cancellation);

    private void Add(string policy, int version, string content, LibraryStep step, long? draft, string reason) => db.Add(new LibraryPolicy
    {
        Policy = policy, Version = version, Content = content, Sha256 = new PolicyFile(null!, content).Sha256, Step = step, Draft = draft, Who = user.Signature, At = clock.GetUtcNow(), Reason = reason,
    });

    private async Task<LibraryResult> SaveAsync(LibraryResult.Done done, CancellationToken cancellation)
    {
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            db.ChangeTracker.Clear();
            return Refuse("", "刚有人改动了这份政策，请重新打开再办。");
        }

        await library.RefreshAsync(cancellation);
        await changes.RunAsync(cancellation);
        return done;
    }

    private static LibraryResult.Refused Refuse(string field, string message) => new([new Problem(field, message)]);
}

/// <summary>One version of a policy that the database keeps.</summary>
internal sealed record LibraryStepRow(int Version, LibraryStep Step, string Who, DateTimeOffset At, string Reason, long? Draft);

/// <param name="Made">Changed rules that still compile.</param>
/// <param name="Caught">Those of them that some case notices.</param>
public sealed record MutationScore(int Made, int Caught)
{
    public static MutationScore operator +(MutationScore one, MutationScore other) => new(one.Made + other.Made, one.Caught + other.Caught);
}
