namespace Funeng.Engines.Notices;

/// <summary>What a sentence gives, as drafted: a person goes through it as through a condition.</summary>
/// <param name="Text">The words that give it.</param>
/// <param name="Feel">The amount in yuan over the catalogue; null where the sentence names only the most, or a base that the catalogue has not.</param>
/// <param name="Most">The most that is given, in yuan; null where none is named.</param>
/// <param name="Left">Why the amount is left to a person; empty where it is not.</param>
public sealed record NoticeAward(string Text, string? Feel, decimal? Most, string Left);
