namespace Funeng.Engines.Notices;

/// <summary>A notice as a reader of files hands it over: its blocks in order, and what the file says about itself.</summary>
/// <param name="Blocks">Paragraphs and table rows of the notice itself, without navigation and footers.</param>
/// <param name="Hints">What stands around the notice: a page's title and fields, a file's properties.</param>
public sealed record NoticeText(IReadOnlyList<NoticeBlock> Blocks, NoticeHints Hints);

/// <summary>One paragraph, or one row of a table with its cells separated by tabs.</summary>
/// <param name="Text">The text; line breaks inside are gone.</param>
/// <param name="IsTableRow">True for a row of a table.</param>
public sealed record NoticeBlock(string Text, bool IsTableRow = false);

/// <summary>Fields that a page or file gives beside the text; null where it gives none.</summary>
public sealed record NoticeHints
{
    /// <summary>No hints.</summary>
    public static readonly NoticeHints None = new();

    /// <summary>Title of the page or file, as given.</summary>
    public string? Title { get; init; }

    /// <summary>A field such as 文号 or 发文字号.</summary>
    public string? Number { get; init; }

    /// <summary>A field such as 发布机关 or 发文机关.</summary>
    public string? Issuer { get; init; }

    /// <summary>A field such as 成文日期: the day on which the notice was made.</summary>
    public DateOnly? MadeOn { get; init; }

    /// <summary>A field such as 发布日期: the day on which the page was put up.</summary>
    public DateOnly? PublishedOn { get; init; }
}
