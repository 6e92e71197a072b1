namespace Funeng.Modules.Foundation.Data;

/// <summary>
/// A file or folder of the data folder that belongs to the installation beside its database. Its module registers one, so that a backup holds it
/// and a restore replaces it; what nobody registers is a cache.
/// </summary>
/// <param name="Name">The first part of the path below the data folder.</param>
public sealed record KeptData(string Name);
