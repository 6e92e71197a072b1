namespace Funeng.Engines.Notices;

/// <summary>What was read in a notice. A field that was not found is null; nothing is guessed.</summary>
/// <param name="Title">Title of the notice.</param>
/// <param name="Number">Its own document number (文号), never one it cites.</param>
/// <param name="Issuer">Who issued it; several separated by 、.</param>
/// <param name="Issued">The day on which it was made; where only the page's day is known, that.</param>
/// <param name="Sentences">Every sentence of the text in order.</param>
public sealed record NoticeReading(string? Title, string? Number, string? Issuer, DateOnly? Issued, IReadOnlyList<NoticeSentence> Sentences);

/// <summary>One sentence with what was made of it.</summary>
/// <param name="Text">The sentence as it stands in the notice.</param>
/// <param name="Feel">The draft condition, or null.</param>
/// <param name="Status">Whether the draft holds the whole sentence.</param>
/// <param name="Left">Pieces of the sentence that look like conditions and are not in the draft.</param>
/// <param name="Group">Number of the list 下列条件之一 to which the sentence belongs, counted from 1; 0 for none.</param>
public sealed record NoticeSentence(string Text, string? Feel, NoticeStatus Status, IReadOnlyList<string> Left, int Group = 0);

/// <summary>How much of a sentence stands in its draft condition.</summary>
public enum NoticeStatus
{
    /// <summary>未建模: no condition was read; the sentence has none, or none that the catalogue can say.</summary>
    NotModelled,

    /// <summary>部分建模: a condition was read, and something that looks like another was left.</summary>
    Partly,

    /// <summary>已建模: every condition found in the sentence stands in the draft.</summary>
    Modelled,
}
