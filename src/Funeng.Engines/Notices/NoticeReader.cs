using System.Text.RegularExpressions;
using Funeng.Engines.Facts;

namespace Funeng.Engines.Notices;

/// <summary>
/// Reads the text of a notice: its title, number, issuer and date, and for every sentence the condition it states in FEEL over the catalogue.
/// Deterministic; what it does not understand it leaves, and says so.
/// </summary>
public sealed partial class NoticeReader
{
    private readonly ClauseReader clauses;

    /// <summary>A reader over the names of a catalogue.</summary>
    /// <param name="catalogue">The facts a draft may name.</param>
    /// <param name="words">How notices speak of them; what names no fact of the catalogue is left out.</param>
    public NoticeReader(FactCatalogue catalogue, NoticeWords words) => clauses = new ClauseReader(catalogue, words.KnownTo(catalogue));

    /// <summary>Reads a notice.</summary>
    /// <param name="notice">Its text.</param>
    /// <returns>Everything found; sentences in the order of the text, heading and signature left out.</returns>
    public NoticeReading Read(NoticeText notice)
    {
        var heading = NoticeHeading.Read(notice);
        var place = PlaceAtoms.Of(heading.Issuer) ?? PlaceAtoms.Of(heading.Title);
        var year = heading.Issued?.Year;
        var sentences = new List<NoticeSentence>();
        var list = new OpenList();
        for (var i = 0; i < notice.Blocks.Count; i++)
        {
            if (heading.Used.Contains(i)) continue;
            foreach (var sentence in SentenceSplitter.Split(notice.Blocks[i].Text))
            {
                list.Meet(sentence, sentences.Count);
                sentences.Add(list.IsCounted && list.IsItem ? NotAlone(sentence, Counted) : Read(sentence, new ClauseContext(place, year, list.ShutsOut), list.Group));
                // 以上三项至少符合两项, said after them.
                if (list.IsCountedBehind) for (var item = list.FirstItem; item < sentences.Count - 1; item++) sentences[item] = NotAlone(sentences[item].Text, Counted);
            }
        }

        // Of a list of which one is enough an item that was not read leaves a list that asks for more than the text does.
        var halfRead = sentences.Where(sentence => sentence is { Group: > 0, Feel: null } && OpenList.IsItemText(sentence.Text)).Select(sentence => sentence.Group).ToHashSet();
        return new NoticeReading(
            heading.Title, heading.Number, heading.Issuer, heading.Issued,
            [.. sentences.Select(sentence => sentence.Feel is not null && halfRead.Contains(sentence.Group) ? NotAlone(sentence.Text, "“之一”里有一项没有读懂，这一组请人写", sentence.Group) : sentence)]);
    }

    private const string Counted = "要数满足了几项，请人写";

    private static NoticeSentence NotAlone(string text, string why, int group = 0) => new(text, null, NoticeStatus.NotModelled, [why], group);

    /// <summary>Reads one sentence outside any notice.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="place">The place that 本市 stands for; null when unknown.</param>
    /// <param name="year">The year in which the notice was made; null when unknown.</param>
    /// <returns>The sentence with its draft.</returns>
    public NoticeSentence ReadSentence(string sentence, string? place = null, int? year = null) => Read(sentence, new ClauseContext(place, year), 0);

    /// <summary>Reads what one sentence gives.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="year">The year in which the notice was made; null when unknown.</param>
    /// <returns>The award as drafted; null where the sentence gives no money.</returns>
    public NoticeAward? ReadAward(string sentence, int? year = null) => clauses.ReadAward(sentence, year);

    private NoticeSentence Read(string sentence, ClauseContext around, int group)
    {
        var draft = clauses.Read(sentence, around);
        var status = draft.Condition is null ? NoticeStatus.NotModelled : draft.Left.Count > 0 ? NoticeStatus.Partly : NoticeStatus.Modelled;
        return new NoticeSentence(sentence, draft.Condition is { } condition ? Condition.Print(condition) : null, status, draft.Left, group);
    }

    /// <summary>The list under whose heading a sentence stands: one of several conditions, or of those who may not apply.</summary>
    private sealed partial class OpenList
    {
        private int groups;

        public int Group { get; private set; }

        public bool ShutsOut { get; private set; }

        /// <summary>Whether so many of the list are enough, more than one and not all.</summary>
        public bool IsCounted { get; private set; }

        /// <summary>Whether the sentence says so of the items before it.</summary>
        public bool IsCountedBehind { get; private set; }

        public bool IsItem { get; private set; }

        /// <summary>Where the list began.</summary>
        public int FirstItem { get; private set; }

        public static bool IsItemText(string sentence) => Item().IsMatch(sentence);

        public void Meet(string sentence, int at)
        {
            var wasItem = IsItem;
            IsItem = Item().IsMatch(sentence);
            IsCountedBehind = wasItem && !IsItem && SomeBehind().IsMatch(sentence);
            if (IsItem && !wasItem) FirstItem = at;
            if (!IsItem) (Group, ShutsOut, IsCounted) = (0, false, false);
            if (!sentence.EndsWith('：') && !sentence.EndsWith(':')) return;
            ShutsOut = Excluded().IsMatch(sentence);
            IsCounted = !ShutsOut && Some().IsMatch(sentence);
            Group = !ShutsOut && !IsCounted && OneOf().IsMatch(sentence) ? ++groups : 0;
        }

        [GeneratedRegex("(?:条件|要求|标准|指标|情形|其)?中的?(?:任意|任)?[两二三四2-4](?:项|条|个)|至少(?:符合|满足|具备|达到)?[^，。；：0-9]{0,4}[两二三四2-4](?:项|条|个)|(?:任意|任选)[两二三四2-4](?:项|条|个)")]
        private static partial Regex Some();

        [GeneratedRegex("^[^，。；：0-9]{0,8}[三四五六七八3-8](?:项|条|个)(?:条件|要求|标准|指标)?[^，。；：]{0,8}(?:至少|符合|满足|具备|达到)[^，。；：0-9]{0,6}[一两二三四五1-5](?:项|条|个)|^(?:以上|上述|前述|前款)[^，。；：]{0,10}(?:之一|任一|任意一项|其中一项)")]
        private static partial Regex SomeBehind();

        [GeneratedRegex(@"^\s*(?:[（(][一二三四五六七八九十0-9]{1,3}[)）]|[①-⑳]|[0-9]{1,2}[.．、)）])")]
        private static partial Regex Item();

        [GeneratedRegex("(?:情形|行为|条件|情况)?.{0,6}(?:不得|不予|不能|不可|不再|取消|不纳入|不享受|不属于)")]
        private static partial Regex Excluded();

        [GeneratedRegex("之一|任一|其中一项|任意一项|任何一项|至少.{0,2}[一1]项")]
        private static partial Regex OneOf();
    }
}
