namespace Funeng.Modules.Cultivation;

/// <param name="Area">A region code or a zone code.</param>
/// <param name="AsOf">A past day; null, today or a day to come for today.</param>
public sealed record LibraryFilter(string? Query, string? Area, int Page = 1, int Size = 20, DateOnly? AsOf = null);
