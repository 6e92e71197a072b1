using Funeng.Feel.Values;

namespace Funeng.Engines.Synthetic;

/// <summary>One made-up enterprise with everything it would file.</summary>
/// <param name="Index">Position in the city, counted from 0.</param>
/// <param name="Code">Unified social credit code, valid by GB 32100-2015; its body begins with FN, which marks it as made up.</param>
/// <param name="Name">Full company name, unique in the city.</param>
/// <param name="Industry">Code of its industry as passed in.</param>
/// <param name="Place">Code of its township as passed in.</param>
/// <param name="Zone">Code of its zone; empty outside zones.</param>
/// <param name="Founded">Day of registration.</param>
/// <param name="Filings">What it files, one for each year and one for the state.</param>
/// <param name="Grants">Titles granted to it.</param>
public sealed record SyntheticEnterprise(
    long Index, string Code, string Name, string Industry, string Place, string Zone, DateOnly Founded,
    IReadOnlyList<SyntheticFiling> Filings, IReadOnlyList<SyntheticGrant> Grants);

/// <summary>The values filed for one period under the keys of the fact catalogue; money in yuan, shares in percentage points.</summary>
/// <param name="Year">The year, or 0 for the state.</param>
/// <param name="Values">Keys with values; missing values are left out.</param>
public sealed record SyntheticFiling(int Year, IReadOnlyList<KeyValuePair<string, FeelValue>> Values);

/// <summary>A title granted to a made-up enterprise.</summary>
/// <param name="Scheme">Id of the scheme.</param>
/// <param name="Batch">Name of the batch, such as 2024年.</param>
/// <param name="From">First day it counts.</param>
/// <param name="To">Last day it counts.</param>
public sealed record SyntheticGrant(string Scheme, string Batch, DateOnly From, DateOnly To);
