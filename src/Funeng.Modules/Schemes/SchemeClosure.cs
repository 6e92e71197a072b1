using System.Security.Cryptography;
using System.Text;
using Funeng.Engines.Criteria;

namespace Funeng.Modules.Schemes;

/// <summary>
/// Signs each pack together with every version of every scheme whose conclusion it asks for, at any remove: 符合中小企业划型 decides a
/// verdict as much as the scheme's own text. A pack that leans on no other keeps the signature of its own text.
/// </summary>
internal static class SchemeClosure
{
    public static IReadOnlyList<RulePack> Sign(IReadOnlyList<RulePack> packs)
    {
        var asks = Asks(packs);
        return [.. packs.Select(pack => Signed(pack, packs, Reached(pack, asks)))];
    }

    /// <summary>The same of one pack that is not among them: a benefit.</summary>
    public static RulePack Sign(RulePack pack, IReadOnlyList<RulePack> packs) => SchemeTime.Of(pack.Scheme).Schemes.Any() ? Signed(pack, packs, Reached(pack, Asks(packs))) : pack;

    private static Dictionary<string, HashSet<string>> Asks(IReadOnlyList<RulePack> packs) => packs.GroupBy(pack => pack.Id)
        .ToDictionary(versions => versions.Key, versions => versions.SelectMany(pack => SchemeTime.Of(pack.Scheme).Schemes).ToHashSet());

    private static RulePack Signed(RulePack pack, IReadOnlyList<RulePack> packs, HashSet<string> reached)
    {
        var leansOn = packs.Where(other => reached.Contains(other.Id) && other.Text.Sha256 != pack.Text.Sha256)
            .Select(other => other.Text.Sha256).Distinct().Order(StringComparer.Ordinal).ToList();
        return leansOn.Count == 0 ? pack : pack with { LeansOn = leansOn, Sha256 = Sign(pack.Text.Sha256, leansOn) };
    }

    private static HashSet<string> Reached(RulePack pack, Dictionary<string, HashSet<string>> asks)
    {
        var reached = new HashSet<string>();
        var open = new Queue<string>(SchemeTime.Of(pack.Scheme).Schemes);
        while (open.TryDequeue(out var scheme))
        {
            if (!asks.TryGetValue(scheme, out var next) || !reached.Add(scheme)) continue;
            foreach (var asked in next) open.Enqueue(asked);
        }

        return reached;
    }

    private static string Sign(string own, IReadOnlyList<string> leansOn) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', leansOn.Prepend(own)))));
}
