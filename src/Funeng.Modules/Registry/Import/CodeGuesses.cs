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
        if (row.Code.Length > 0 || row.Problems.FirstOrDefault(problem => problem.Column == code.Index) is not { } problem) return row;
        var named = register.ByName[row.Name].ToList();
        var guessed = problem.Value.Length > 0 ? await GuessAsync(problem, named, row.Name, cancellation) : OfBlank(problem, named, row.Name);
        return row with { Problems = [.. row.Problems.Select(known => known == problem ? guessed : known)] };
    }

    /// <summary>A name that was left out where the code is a registered one: the code says whose row it is, so the registered name can be ticked.</summary>
    internal static EnterpriseRow AddName(EnterpriseRow row, SheetColumn? name, KnownEnterprises register)
    {
        if (name is null || row.Name.Length > 0 || register.Find(row.Code) is not { } known) return row;
        return row with
        {
            Problems = [.. row.Problems.Select(problem => problem.Column == name.Index && problem.Proposal is null
                ? problem with { Message = $"没有填写企业名称。这个代码登记的是“{known.Name}”，请核对是不是这一家。", Proposal = known.Name } : problem)],
        };
    }

    // By the name alone nobody's code is filled in.
    private static CellProblem OfBlank(CellProblem problem, List<KnownEnterprise> named, string name) =>
        named is [var same] ? problem with { Message = $"没有填写统一社会信用代码。“{name}”登记的代码是 {same.Code}，请对照营业执照填写。" } : problem;

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
