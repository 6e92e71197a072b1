using Funeng.Engines.Facts;

namespace Funeng.Modules.Facts;

/// <summary>What the stored numbers of facts mean in the catalogue of today, looked up once for millions of values.</summary>
internal sealed class StoredWords
{
    private readonly int[] catalogueNumbers;
    private readonly FactType[] types;
    private readonly bool[] states;

    public StoredWords(FactCatalogue catalogue, FactSources sources, Numbering numbering)
    {
        Sources = sources;
        catalogueNumbers = new int[numbering.Count];
        types = new FactType[numbering.Count];
        states = new bool[numbering.Count];
        for (var number = 0; number < numbering.Count; number++)
        {
            var definition = numbering.KeyOf(number) is { } key ? catalogue.Find(key) : null;
            catalogueNumbers[number] = definition?.Number ?? -1;
            types[number] = definition?.Type ?? default;
            states[number] = FactFolding.IsState(definition);
        }
    }

    public FactSources Sources { get; }

    /// <summary>The number in the catalogue; −1 when the catalogue does not know the fact.</summary>
    public int Number(int stored) => (uint)stored < (uint)catalogueNumbers.Length ? catalogueNumbers[stored] : -1;

    public FactType Type(int stored) => types[stored];

    public bool IsState(int stored) => (uint)stored < (uint)states.Length && states[stored];
}
