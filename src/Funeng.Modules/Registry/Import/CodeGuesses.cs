using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;

namespace Funeng.Modules.Registry.Import;

/// <summary>
/// Says beside a code that cannot be read whose code it may have been: the registered one under the row's name, else registered ones a slip away, and only where
/// there are none a code that would be right but is nobody's yet. The code says whose facts these are: a guess is shown and never filled in; it can be ticked only
/// where name and code point to the same enterprise. Nobody learns of enterprises outside the own scope.
/// </summary>
public sealed class CodeGuesses(EnterpriseIndex index, CurrentUser user)
{
    private const int Most = 2;

    internal async Task<EnterpriseRow> AddAsync(EnterpriseRow row, SheetColumn code, KnownEnterprises register, CancellationToken cancellation)
    {
        if (row.Problems.FirstOrDefault(problem => problem.Column == code.Index && problem.Value.Length > 0) is not { } problem || row.Code.Length > 0) return row;
        var guessed = await GuessAsync(problem, register.ByName[row.Name].ToList(), row.Name, cancellation);
        return row with { Problems = [.. row.Problems.Select(known => known == problem ? guessed : known)] };
    }

    private async Task<CellProblem> GuessAsync(CellProblem problem, List<KnownEnterprise> named, string name, CancellationToken cancellation)
    {
        var near = await index.NearCodesAsync(problem.Value, user.Scope, Most, cancellation);
        var reason = UnifiedSocialCreditCode.Shorter(problem.Message);
        if (named is [var same])
        {
            var isBoth = near.Any(found => found.Code == same.Code);
            return problem with { Message = $"{reason}“{name}”登记的代码是 {same.Code}，请对照营业执照。", Proposal = isBoth ? same.Code : null };
        }

        if (near.Count > 0) return problem with { Message = $"{reason}相近的已登记代码：{string.Join("；", near.Select(found => $"{found.Code}（{found.Name}）"))}，请对照营业执照。" };
        // Who has less than everything cannot be told that nobody has a code: it may be registered where he does not see it.
        var nobodys = user.Scope.Everything ? "（还没有企业登记这个代码）" : "";
        return UnifiedSocialCreditCode.Read(problem.Value).Proposal is { } guess ? problem with { Message = $"{problem.Message}也许是 {guess}{nobodys}，请对照营业执照。" } : problem;
    }
}
