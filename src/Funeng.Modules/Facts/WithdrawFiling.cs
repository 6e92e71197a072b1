using Funeng.Modules.Foundation.Access;

namespace Funeng.Modules.Facts;

/// <summary>Takes one filing out of the present view, for a reason; only about a subject the user may edit.</summary>
public sealed class WithdrawFiling(SubjectDirectory subjects, FactStore store, CurrentUser user)
{
    private const int LongestReason = 500;

    public async Task<WithdrawFilingResult> RunAsync(string kind, string code, long filing, string reason, CancellationToken cancellation)
    {
        if (!user.Has(Permission.EditEnterprise) || await subjects.FindAsync(user.Scope, kind, code, cancellation) is not { } subject)
        {
            return new WithdrawFilingResult.NotFound();
        }

        if (reason.Trim().Length is 0 or > LongestReason)
        {
            return new WithdrawFilingResult.Refused($"请写明撤销的理由，不超过 {LongestReason} 个字");
        }

        return await store.WithdrawAsync(filing, subject.Id, reason.Trim(), cancellation)
            ? new WithdrawFilingResult.Withdrawn()
            : new WithdrawFilingResult.NotFound();
    }
}

/// <summary>Every way a withdrawal can end.</summary>
public abstract record WithdrawFilingResult
{
    private WithdrawFilingResult()
    {
    }

    public sealed record Withdrawn : WithdrawFilingResult;

    public sealed record Refused(string Problem) : WithdrawFilingResult;

    /// <summary>No such filing about this subject, withdrawn before, or not for this user.</summary>
    public sealed record NotFound : WithdrawFilingResult;
}
