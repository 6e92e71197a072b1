namespace Funeng.Modules.Foundation;

/// <summary>Where one installation keeps its things. Made once by the host from the command line; modules ask for it by constructor.</summary>
/// <param name="DataFolder">The database file, keys, uploads and demo accounts.</param>
/// <param name="RulesFolder">The folder <c>rules/</c>: catalogue, packs, lists, city profile.</param>
/// <param name="Database">A PostgreSQL connection string; null means the SQLite file in the data folder.</param>
/// <param name="City">Whether the demo city is loaded.</param>
public sealed record Installation(string DataFolder, string RulesFolder, string? Database, CityContent City);

/// <summary>What a new installation begins with.</summary>
public enum CityContent
{
    Empty,
    Demo,
}
