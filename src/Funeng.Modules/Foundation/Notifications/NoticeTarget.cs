using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Foundation.Notifications;

/// <summary>What the robots of the three enterprise chats understand.</summary>
public enum ChatFormat
{
    [Display(Name = "企业微信")] WeCom,
    [Display(Name = "钉钉")] DingTalk,
    [Display(Name = "飞书")] Feishu,
}

/// <summary>What notices can be about; a target takes some of them.</summary>
public enum NoticeTopic
{
    [Display(Name = "督办与升级")] Supervision,
    [Display(Name = "红黄牌")] Cards,
    [Display(Name = "每日任务汇总")] Digest,
    [Display(Name = "惠企政策推送")] Policies,
}

/// <summary>A group of an enterprise chat: its robot's address, and the topics it is told of.</summary>
public sealed class NoticeTarget
{
    public required long Id { get; init; }
    public required string Name { get; set; }
    public required ChatFormat Format { get; init; }
    public required string Address { get; init; }

    /// <summary>Names of topics, separated by spaces.</summary>
    public required string Topics { get; set; }

    public bool IsActive { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    public bool Takes(NoticeTopic topic) => IsActive && Topics.Split(' ').Contains(topic.ToString());
}

public enum NoticeChannel
{
    [Display(Name = "邮件")] Mail,
    [Display(Name = "群机器人")] Chat,
    [Display(Name = "自设地址")] Hook,
}

public enum OutgoingState
{
    [Display(Name = "待发送")] Waiting,
    [Display(Name = "发送中")] Sending,
    [Display(Name = "已发送")] Sent,
    [Display(Name = "未送达")] GivenUp,
}

/// <summary>One mail or chat message that is to leave the product. What is told twice has the same <see cref="Dedup"/> and goes out once.</summary>
public sealed class OutgoingNotice
{
    public required long Id { get; init; }
    public required NoticeChannel Channel { get; init; }
    public long? Target { get; init; }
    public required string Address { get; init; }
    public required string Dedup { get; init; }
    public required string Title { get; init; }
    public required string Body { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset NotBefore { get; set; }
    public int Attempts { get; set; }
    public OutgoingState State { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    public string Problem { get; set; } = "";
}

public enum DigestRhythm
{
    [Display(Name = "不发邮件")] Never,
    [Display(Name = "每个工作日")] Workdays,
    [Display(Name = "每周第一个工作日")] Weekly,
}

/// <summary>How one account wants to be told outside the product; without a row nothing leaves it.</summary>
public sealed class NoticeChoice
{
    public required long Account { get; init; }
    public required string Mail { get; set; }

    /// <summary>An address of its own that gets each push by HTTP: the robot of its chat group, or its own system. Empty for none.</summary>
    public string Hook { get; set; } = "";

    public DigestRhythm Digest { get; set; }

    /// <summary>Hour of the city's day at which the digest goes out.</summary>
    public int DigestHour { get; set; } = 8;

    public int QuietFrom { get; set; } = 21;
    public int QuietTo { get; set; } = 8;

    /// <summary>Kinds of tasks left out of the digest, separated by spaces.</summary>
    public string Muted { get; set; } = "";
}

/// <summary>Hours of the city's day in which nobody is disturbed; the stretch may cross midnight, equal ends mean never.</summary>
public readonly record struct QuietHours(int From, int To)
{
    public bool Holds(int hour) => From <= To ? hour >= From && hour < To : hour >= From || hour < To;

    /// <summary>The moment itself, or the end of the quiet hours it lies in.</summary>
    public DateTimeOffset After(DateTimeOffset local)
    {
        if (!Holds(local.Hour)) return local;
        var end = new DateTimeOffset(local.Date, local.Offset).AddHours(To);
        return end > local ? end : end.AddDays(1);
    }
}

internal sealed class OutgoingNoticeTable : IEntityTypeConfiguration<OutgoingNotice>
{
    public void Configure(EntityTypeBuilder<OutgoingNotice> builder)
    {
        builder.HasIndex(row => row.Dedup).HasDatabaseName("outgoing_notice_dedup").IsUnique();
        builder.HasIndex(row => new { row.State, row.NotBefore }).HasDatabaseName("outgoing_notice_due");
    }
}

internal sealed class NoticeTargetTable : IEntityTypeConfiguration<NoticeTarget>
{
    public void Configure(EntityTypeBuilder<NoticeTarget> builder) => builder.HasKey(row => row.Id);
}

internal sealed class NoticeChoiceTable : IEntityTypeConfiguration<NoticeChoice>
{
    public void Configure(EntityTypeBuilder<NoticeChoice> builder) => builder.HasKey(row => row.Account);
}
