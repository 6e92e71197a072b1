using Funeng.Engines.Criteria;

namespace Funeng.Modules.Schemes.Decide;

/// <summary>Which schemes may say something else on a later day though nobody filed anything.</summary>
internal static class TurnedSchemes
{
    public static HashSet<string> Between(RuleBook book, DateOnly before, DateOnly today)
    {
        var then = book.InForce(before).ToDictionary(pack => pack.Id, pack => pack.Sha256);
        var now = book.InForce(today).ToDictionary(pack => pack.Id);
        var turned = then.Keys.Where(id => !now.ContainsKey(id)).ToHashSet();
        foreach (var (id, pack) in now)
        {
            if (then.GetValueOrDefault(id) != pack.Sha256 || SchemeTime.Of(pack.Scheme).MayTurn(before, today)) turned.Add(id);
        }

        return turned;
    }

    /// <summary>Those and every scheme that asks for their conclusions, at any remove.</summary>
    public static HashSet<string> WithThoseThatAsk(RuleBook book, IReadOnlySet<string> turned, DateOnly today)
    {
        var all = turned.ToHashSet();
        var packs = book.InForce(today).Select(pack => (pack.Id, SchemeTime.Of(pack.Scheme).Schemes)).ToList();
        while (packs.Exists(pack => !all.Contains(pack.Id) && all.Overlaps(pack.Schemes)))
        {
            all.UnionWith(packs.Where(pack => all.Overlaps(pack.Schemes)).Select(pack => pack.Id));
        }

        return all;
    }
}
