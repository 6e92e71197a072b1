using Funeng.Engines.Criteria;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Cultivation.Compare;

/// <summary>One enterprise under each standard in force and the one it replaced, criterion beside criterion.</summary>
public sealed class CompareEnterprise(
    SubjectDirectory subjects, TierDecision decision, RuleBook rules, TierStandards standards, LibraryCatalogue libraries, CurrentUser user,
    CityProfile city, TimeProvider clock)
{
    /// <returns>Null when there is no such enterprise, or not for this user.</returns>
    public async Task<EnterpriseComparison?> RunAsync(string code, CancellationToken cancellation)
    {
        if (await subjects.FindAsync(user.Scope, Subject.Enterprise, code, cancellation) is not { } enterprise)
            return null;

        var today = city.Today(clock);
        var view = await decision.ViewAsync(enterprise.Id, today, cancellation);
        var pairs = CompareStandards.Pairs(libraries, standards, today)
            .Select(pair => new ComparedPair(pair, Decide(pair.Old), Decide(pair.New)))
            .ToList();
        return new EnterpriseComparison(enterprise, today, pairs);

        Verdict Decide(Scheme scheme) => rules.Decide(rules.FindLatest(scheme.Id)!, view);
    }
}

public sealed record ComparedPair(StandardPair Pair, Verdict Old, Verdict New);

public sealed record EnterpriseComparison(Subject Enterprise, DateOnly Today, IReadOnlyList<ComparedPair> Pairs);
