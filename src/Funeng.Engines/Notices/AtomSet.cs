namespace Funeng.Engines.Notices;

/// <summary>Conditions found in a sentence by several readers; what lies inside one already found is dropped.</summary>
internal sealed class AtomSet
{
    private readonly List<Atom> atoms = [];

    public List<Atom> InOrder => [.. atoms.OrderBy(atom => atom.Start).ThenBy(atom => atom.End)];

    public void AddRange(IEnumerable<Atom> found)
    {
        foreach (var atom in found)
        {
            if (!atoms.Exists(other => atom.Start >= other.Start && atom.End <= other.End)) atoms.Add(atom);
        }
    }
}
